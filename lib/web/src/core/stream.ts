import type {Entry} from "../fold/momentary";
import type {Live} from "./live";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/**
 * Follows a run's events until it is told to end. The browser connects anew by itself with Last-Event-ID; where the
 * server refuses it or is gone, another stream begins behind the newest line. A line that came already is dropped by
 * the fold.
 */
export function follow(name: string, live: Live): () => void {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_WAIT;
    let newest = 0;
    let over = false;

    const take = (message: MessageEvent<string>) => {
        try {
            const entry = JSON.parse(message.data) as Entry;
            if (message.lastEventId !== "") newest = Math.max(newest, Number(message.lastEventId));
            live.take(entry);
        } catch {
            live.connect("lost", "The server sent a line that is no event.");
        }
    };
    const open = () => {
        source = new EventSource(`api/runs/${encodeURIComponent(name)}/events?after=${newest}`);
        source.onopen = () => {
            wait = FIRST_WAIT;
            live.connect("connected");
        };
        source.onmessage = take;
        source.addEventListener("momentary", take as EventListener);
        source.onerror = () => {
            live.connect("lost");
            if (source?.readyState !== EventSource.CLOSED || over) return;
            source.close();
            timer = setTimeout(again, wait);
            wait = Math.min(LONGEST_WAIT, wait * 2);
        };
    };
    const again = async () => {
        // A stream tells nothing of why it was refused.
        const answer = await fetch(`api/runs/${encodeURIComponent(name)}`).catch(() => undefined);
        if (over) return;
        if (answer?.status === 404) return live.connect("lost", "There is no run of that name here.");
        if (answer?.status === 401 || answer?.status === 403) {
            return live.connect("lost", "The server does not know this browser; open the link that it printed.");
        }
        open();
    };
    open();
    return () => {
        over = true;
        clearTimeout(timer);
        source?.close();
    };
}
