import type {Checked, Kept} from "../events";

interface Shown {
    readonly run: string;
    /** Of the last line of the journal before it. */
    readonly seq: number;
    readonly at: string;
}

/** Tokens of an answer arrived: their count so far in this attempt, and the text of the newest. */
export interface Streaming extends Shown {
    readonly type: "streaming";
    readonly task: string;
    readonly tokens: number;
    readonly text: string;
}

/** A check's command began to run; task is empty for an end check. */
export interface CheckStarted extends Shown {
    readonly type: "check-started";
    readonly task: string;
    readonly check: string;
    readonly command: ReadonlyArray<string>;
}

/** A call of a model ended without an answer. */
export interface Unanswered extends Shown {
    readonly type: "unanswered";
    readonly task: string;
}

/** A result that is in the journal already holds for another attempt, too. */
export interface Retold extends Shown {
    readonly type: "retold";
    readonly checked: Checked;
}

/** Calls of a model wait for its server, or do so no more: until is when it is asked again, in milliseconds since 1970. */
export interface Parked extends Shown {
    readonly type: "parked";
    readonly alias: string;
    readonly until: number;
}

/** What is only shown while it happens, and not kept in the journal. */
export type Momentary = Streaming | CheckStarted | Unanswered | Retold | Parked;

const MOMENTARY: ReadonlySet<string> = new Set<Momentary["type"]>([
    "streaming",
    "check-started",
    "unanswered",
    "retold",
    "parked",
]);

/** Anything that a run's stream tells. */
export type Entry = Kept | Momentary;

/** Whether an entry is no line of the journal. */
export function isMomentary(entry: Entry): entry is Momentary {
    return MOMENTARY.has(entry.type);
}
