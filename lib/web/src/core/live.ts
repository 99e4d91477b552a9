import {useSyncExternalStore} from "react";
import type {Entry} from "../fold/momentary";
import {Run} from "../fold/run";

export type Connection = "connecting" | "connected" | "lost" | "file";

/** Runs before the next picture, or soon where none is drawn, as in a tab that is not seen. */
function beforePicture(work: () => void): void {
    if (document.hidden) setTimeout(work, 200);
    else requestAnimationFrame(work);
}

/** A run as it is followed: entries are taken together, once a picture. */
export class Live {
    readonly run = new Run();
    connection: Connection = "connecting";
    /** Why it cannot be followed, where that will not change by waiting. */
    trouble = "";
    /** Whether a process works on the run, as far as the server tells. */
    alive = true;
    /** Why it ended without coming to anything, as the server tells. */
    why = "";
    private version = 0;
    private queue: Entry[] = [];
    private scheduled = false;
    private readonly readers = new Set<() => void>();

    take(entry: Entry): void {
        this.queue.push(entry);
        if (this.scheduled) return;
        this.scheduled = true;
        beforePicture(() => this.flush());
    }

    flush(): void {
        this.scheduled = false;
        const entries = this.queue;
        this.queue = [];
        for (const entry of entries) this.run.accept(entry);
        this.changed();
    }

    connect(connection: Connection, trouble = ""): void {
        if (this.connection === connection && this.trouble === trouble) return;
        this.connection = connection;
        this.trouble = trouble;
        this.changed();
    }

    worked(alive: boolean, why: string): void {
        if (this.alive === alive && this.why === why) return;
        this.alive = alive;
        this.why = why;
        this.changed();
    }

    private changed(): void {
        this.version++;
        for (const reader of this.readers) reader();
    }

    readonly subscribe = (reader: () => void): (() => void) => {
        this.readers.add(reader);
        return () => this.readers.delete(reader);
    };

    readonly snapshot = (): number => this.version;
}

/** Draws anew whenever the run has changed. */
export function useLive(live: Live): Live {
    useSyncExternalStore(live.subscribe, live.snapshot, live.snapshot);
    return live;
}
