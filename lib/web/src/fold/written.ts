import type {Integrated, Undone} from "../events";

/** What a run wrote into its project and was not taken back. */
export class Written {
    /** The commits in order; those of what was taken back are gone. */
    commits: Array<{readonly event: Integrated; readonly at: string}> = [];
    /** Digests of what the run left, by path; empty for a file that it deleted. */
    readonly digests = new Map<string, string>();
    /** Tasks that were taken back and not written again since. */
    readonly undone = new Set<string>();

    accept(event: Integrated | Undone): void {
        if (event.type === "integrated") {
            this.commits.push({event, at: event.at});
            this.undone.delete(event.task);
            for (const [path, digest] of Object.entries(event.files)) this.digests.set(path, digest);
            return;
        }
        for (const task of event.tasks) this.undone.add(task);
        this.commits = this.commits.filter(one => !event.tasks.includes(one.event.task));
        for (const [path, digest] of Object.entries(event.files)) {
            if (digest === "") this.digests.delete(path);
            else this.digests.set(path, digest);
        }
    }

    /** The task that wrote each path last. */
    writers(): Map<string, string> {
        const writers = new Map<string, string>();
        for (const {event} of this.commits) {
            for (const path of Object.keys(event.files)) if (this.digests.has(path)) writers.set(path, event.task);
        }
        return writers;
    }

    /** Paths of all files that the run left, sorted. */
    present(): string[] {
        return [...this.digests]
            .filter(([, digest]) => digest !== "")
            .map(([path]) => path)
            .sort();
    }
}
