import type {AnsweredModel, AskedModel, Checked, TaskEnded, Usage} from "../events";
import type {CheckStarted, Streaming} from "./momentary";
import {holds, isWithoutResult, sentence, UNCHECKED} from "./outcome";
import {NO_USAGE, plus, tokensOf} from "./spent";

export type Stage = "waiting" | "running" | "checking" | "done" | "failed" | "blocked" | "interrupted";

/** Whether somebody works on it now. */
export const isActive = (stage: Stage): boolean => stage === "running" || stage === "checking";

/** Whether nothing more will happen to it. */
export const isOver = (stage: Stage): boolean => stage !== "waiting" && !isActive(stage);

const LONGEST_LINE = 200;

const LONGEST_STREAM = 2_000_000;

/** Milliseconds since 1970. */
export type Millis = number;

/** One question to a model, from being asked to its answer, or to its end without one. */
export interface Call {
    readonly asked: AskedModel;
    readonly from: Millis;
    answer?: AnsweredModel;
    /** The answer as far as it has arrived. */
    stream: string;
    until?: Millis;
}

/** A check that runs or ran; result is missing while it runs. */
export interface Check {
    readonly name: string;
    readonly command: ReadonlyArray<string>;
    readonly attempt: number;
    readonly from: Millis;
    until?: Millis;
    result?: Checked;
}

/** How one task stands: the fold over the events that name it. Planner's steps and end checks are followed alike. */
export class Row {
    alias = "";
    model = "";
    state: Stage = "waiting";
    attempt = 0;
    recorded = 0;
    /** Tokens of the answer that is arriving. */
    streaming = 0;
    reason = "";
    since?: Millis;
    heard?: Millis;
    /** Seconds that it took, once it is over. */
    took = 0;
    cost = 0;
    usage: Usage = NO_USAGE;
    /** Position in the order of endings; 0 while it is not over. */
    ending = 0;
    withoutResult = false;
    /** Whether its files are in the project: it was done once, whatever became of mending it. */
    written = false;
    readonly calls: Call[] = [];
    readonly checks: Check[] = [];
    private pending = "";
    private last = "";

    constructor(
        readonly id: string,
        public title: string,
        public agent: string,
        public depth: number,
    ) {}

    asked(event: AskedModel, at: Millis): void {
        if (!isActive(this.state) || event.attempt !== this.attempt) this.clearStream();
        // What was done is begun again to be mended: what it was done on tells nothing about that.
        if (this.state === "done") this.reason = "";
        this.since ??= at;
        this.heard = at;
        this.agent = event.agent;
        this.alias = event.alias;
        this.model = event.model;
        this.attempt = event.attempt;
        this.state = "running";
        this.calls.push({asked: event, from: at, stream: ""});
    }

    arriving(event: Streaming, at: Millis): void {
        this.heard = at;
        this.streaming = event.tokens;
        const call = this.calls.at(-1);
        if (call && call.until === undefined && call.stream.length < LONGEST_STREAM) call.stream += event.text;
        const text = this.pending + event.text;
        const end = text.lastIndexOf("\n");
        if (end < 0) {
            this.pending = text.slice(-LONGEST_LINE);
            return;
        }
        const line = text
            .slice(0, end)
            .split("\n")
            .findLast(one => one.trim() !== "");
        if (line !== undefined) this.last = line.slice(0, LONGEST_LINE);
        this.pending = text.slice(end + 1);
    }

    answered(event: AnsweredModel, at: Millis): void {
        this.since ??= at;
        if (this.agent === "") this.agent = event.agent;
        this.clearStream();
        this.attempt = event.attempt;
        this.state = "checking";
        if (event.recorded) this.recorded++;
        else this.paid(event.usage, event.cost);
        const call =
            this.calls.find(one => one.asked.key === event.key && one.until === undefined) ??
            this.calls.findLast(one => one.until === undefined);
        if (call) {
            call.answer = event;
            call.until = at;
        }
    }

    /** The newest call of that key ended without an answer. */
    unanswered(at: Millis, key?: string): void {
        const call = this.calls.find(one => one.until === undefined && (key === undefined || one.asked.key === key));
        if (call) call.until = at;
    }

    paid(more: Usage, dollars: number): void {
        this.usage = plus(this.usage, more);
        this.cost += Math.max(0, dollars);
    }

    checkStarted(event: CheckStarted, at: Millis): void {
        this.checks.push({name: event.check, command: event.command, attempt: this.attempt, from: at});
    }

    checked(event: Checked, at: Millis): void {
        if (!isOver(this.state)) this.state = "checking";
        const told = event.failure === "" || (event.failure === UNCHECKED && this.reason !== "");
        if (!told) this.reason = sentence(event);
        this.keep(event, at);
    }

    /** An end check has no other event than its result. */
    endCheck(event: Checked, order: number, at: Millis): this {
        this.withoutResult = isWithoutResult(event);
        this.reason = holds(event)
            ? ""
            : event.failure === UNCHECKED
              ? event.tail
              : // The name of the check stands before the reason already.
                this.withoutResult
                ? event.tail.replace(`Check '${event.check}' has no result: `, "")
                : sentence(event);
        this.end(holds(event) ? "done" : event.failure === UNCHECKED ? "blocked" : "failed", event.seconds, order);
        this.keep(event, at);
        return this;
    }

    private keep(event: Checked, at: Millis): void {
        const command = event.command.join(" ");
        const begun = this.checks.find(
            one => one.result === undefined && one.name === event.check && one.command.join(" ") === command,
        );
        if (begun) {
            begun.result = event;
            begun.until = at;
        } else {
            this.checks.push({
                name: event.check,
                command: event.command,
                attempt: event.attempt,
                from: at - event.seconds * 1000,
                until: at,
                result: event,
            });
        }
    }

    ended(event: TaskEnded, order: number): void {
        this.reason = event.evidence;
        this.end(event.state.toLowerCase() as Stage, event.seconds, order);
    }

    end(how: Stage, seconds: number, order: number): void {
        this.clearStream();
        this.state = how;
        this.written ||= how === "done";
        this.took = seconds;
        this.ending = order;
    }

    /** What is not done waits again, with what was spent on it, and so does what was taken back. */
    waits(undone: boolean): void {
        for (const call of this.calls) call.until ??= this.heard ?? call.from;
        if (this.state === "done" && !undone) return;
        this.written &&= !undone;
        this.clearStream();
        this.state = "waiting";
        this.since = undefined;
        this.reason = "";
        this.ending = 0;
    }

    private clearStream(): void {
        this.streaming = 0;
        this.pending = this.last = "";
    }

    /** Seconds it took, or has taken until now. */
    seconds(now: Millis): number {
        if (isOver(this.state)) return this.took;
        return this.since === undefined ? 0 : Math.max(0, now - this.since) / 1000;
    }

    /** Seconds since the model was asked or its newest token arrived; 0 while none is awaited. */
    silence(now: Millis): number {
        return this.state === "running" && this.heard !== undefined ? Math.max(0, now - this.heard) / 1000 : 0;
    }

    /** Of all calls until now, the answer that is arriving included. */
    tokens(): number {
        return tokensOf(this.usage) + this.streaming;
    }

    /** The newest line of the answer that is arriving that is not blank; as the model wrote it. */
    line(): string {
        return this.pending.trim() === "" ? this.last : this.pending;
    }
}
