import type {Millis} from "../fold/row";

/** Something that took a slot for a time. */
export interface Span {
    readonly from: Millis;
    /** Missing while it goes on. */
    readonly until?: Millis;
    readonly task: string;
    readonly what: string;
    readonly kind: "call" | "check" | "failed";
}

/** Spans on as few lanes as take them without one lying over another, the earliest first. */
export function lanesOf(spans: ReadonlyArray<Span>, now: Millis): Span[][] {
    const lanes: Span[][] = [];
    const ends: Millis[] = [];
    for (const span of [...spans].sort((a, b) => a.from - b.from)) {
        let lane = ends.findIndex(end => end <= span.from);
        if (lane < 0) lane = lanes.push([]) - 1;
        lanes[lane]?.push(span);
        ends[lane] = span.until ?? now;
    }
    return lanes;
}

const IDLE = 20_000;
const SHOWN_IDLE = 3_000;

/** Time as it is drawn: long idle times, such as between an end and a resume, are short. */
export class Scale {
    private readonly steps: Array<{from: Millis; until: Millis; at: number}> = [];
    /** Milliseconds that are drawn in all. */
    readonly length: number;
    /** Where idle time was left out, in milliseconds that are drawn, and how much. */
    readonly gaps: Array<{at: number; left: number}> = [];

    constructor(spans: ReadonlyArray<Span>, now: Millis) {
        let at = 0;
        for (const span of [...spans].sort((a, b) => a.from - b.from)) {
            const until = span.until ?? now;
            const last = this.steps.at(-1);
            if (last && span.from <= last.until + IDLE) {
                last.until = Math.max(last.until, until);
                continue;
            }
            if (last) {
                at = last.at + last.until - last.from;
                this.gaps.push({at: at + SHOWN_IDLE / 2, left: span.from - last.until});
                at += SHOWN_IDLE;
            }
            this.steps.push({from: span.from, until, at});
        }
        const last = this.steps.at(-1);
        this.length = Math.max(1000, last ? last.at + last.until - last.from : 0);
    }

    /** Where a moment is drawn, in milliseconds from the left. */
    at(moment: Millis): number {
        const step = this.steps.findLast(one => one.from <= moment) ?? this.steps[0];
        return step ? step.at + Math.max(0, Math.min(moment, step.until) - step.from) : 0;
    }
}
