import type {
    Allowed,
    Changing,
    Checked,
    Evidenced,
    Forecasted,
    Forked,
    Kept,
    Plan,
    Planned,
    ProgramsFound,
    Reached,
    RunEnded,
    RunStarted,
    Sized,
    StackChosen,
    TestsTried,
} from "../events";
import {Board} from "./board";
import {isMomentary, type Entry} from "./momentary";
import type {Check, Millis, Row, Stage} from "./row";
import type {Question} from "./question";
import {Spent, tokensOf} from "./spent";
import {Written} from "./written";

/**
 * All that follows from a run's events up to one of them: what RunState is to the program, folded in the same way.
 * It changes with each entry; `version` tells that it did.
 */
export class Run {
    readonly board = new Board();
    readonly spent = new Spent();
    readonly written = new Written();
    /** All lines of the journal, in order. */
    readonly entries: Kept[] = [];
    readonly evidence = new Map<string, Evidenced>();
    readonly questions: Question[] = [];
    /** End checks that run now. */
    endCheckStarted: Check[] = [];
    started?: RunStarted;
    forked?: Forked;
    ended?: RunEnded;
    chosen?: StackChosen;
    sized?: Sized;
    forecast?: Forecasted;
    programs?: ProgramsFound;
    changing?: Changing;
    tried?: TestsTried;
    /** What all calls may take. */
    allowed?: Allowed;
    /** What a person gave more, by the agent or task whose calls it is for. */
    readonly allowedFor = new Map<string, Allowed>();
    /** When a model whose server is waited for is asked again, by alias. */
    readonly parked = new Map<string, Millis>();
    reached?: Reached;
    /** When it began, or was resumed. */
    since?: Millis;
    /** When the newest entry happened. */
    heard?: Millis;
    /** Number of the newest line. */
    seq = 0;
    version = 0;

    /** After all of these, in their order. */
    static of(entries: Iterable<Entry>): Run {
        const run = new Run();
        for (const entry of entries) run.accept(entry);
        return run;
    }

    /** Takes the next entry; a line that was taken already is left out. */
    accept(entry: Entry): void {
        if (!isMomentary(entry)) {
            if (entry.seq <= this.seq) return;
            this.seq = entry.seq;
            this.entries.push(entry);
        }
        this.version++;
        const at = Date.parse(entry.at);
        this.heard = at;
        this.since ??= at;
        // A run that is over stays so when something of it is taken back.
        if (entry.type !== "undone") this.ended = undefined;
        this.add(entry);
        this.board.accept(entry, at);
        this.keep(entry, at);
    }

    private add(entry: Entry): void {
        switch (entry.type) {
            case "asked-model":
            case "answered-model":
            case "settled":
            case "reserved":
            case "resumed":
                this.spent.accept(entry);
                break;
            case "integrated":
            case "undone":
                this.written.accept(entry);
        }
    }

    private keep(entry: Entry, at: Millis): void {
        switch (entry.type) {
            case "run-started":
                this.started = entry;
                this.since = at;
                break;
            case "forked":
                this.forked = entry;
                break;
            case "stack-chosen":
                this.chosen = entry;
                break;
            case "sized":
                this.sized = entry;
                break;
            case "forecasted":
                this.forecast = entry;
                break;
            case "programs-found":
                this.programs = entry;
                break;
            case "changing":
                this.changing = entry;
                break;
            case "tests-tried":
                this.tried = entry;
                break;
            case "allowed":
                if (entry.agent || entry.task) this.allowedFor.set(entry.agent || entry.task || "", entry);
                else this.allowed = entry;
                break;
            case "parked":
                if (entry.until === 0) this.parked.delete(entry.alias);
                else this.parked.set(entry.alias, entry.until);
                break;
            case "reached":
                this.reached = entry;
                break;
            case "resumed":
                this.since = at;
                this.reached = undefined;
                this.endCheckStarted = [];
                this.parked.clear();
                this.evidence.clear();
                for (const question of this.open()) question.dropped = true;
                break;
            case "undone":
                this.evidence.clear();
                break;
            case "evidenced":
                this.evidence.set(entry.requirement, entry);
                break;
            case "asked":
                this.questions.push({asked: entry});
                break;
            case "answered": {
                const question = this.questions.findLast(one => one.asked.id === entry.id);
                if (question) question.answered = entry;
                break;
            }
            case "check-started":
                if (entry.task === "") {
                    this.endCheckStarted.push({name: entry.check, command: entry.command, attempt: 0, from: at});
                }
                break;
            case "checked":
                this.endChecked(entry);
                break;
            case "run-ended":
                this.ended = entry;
                this.endCheckStarted = [];
                this.parked.clear();
        }
    }

    private endChecked(check: Checked): void {
        if (check.task !== "") return;
        const command = check.command.join(" ");
        this.endCheckStarted = this.endCheckStarted.filter(
            one => one.name !== check.check || one.command.join(" ") !== command,
        );
    }

    /** The plan and what it was changed to, in order. */
    get plans(): ReadonlyArray<Planned> {
        return this.board.plans;
    }

    /** The plan as it is now. */
    get plan(): Plan | undefined {
        return this.plans.at(-1)?.plan;
    }

    /** The name of what is built, as far as it is known. */
    get name(): string {
        return this.plan?.name || this.chosen?.name || this.started?.specFile.split("/").at(-1) || "";
    }

    get stack(): string {
        return this.plan?.stack ?? this.chosen?.stack ?? "";
    }

    /** The plan's tasks, level by level. */
    tasks(): Row[] {
        return [...this.board.tasks.values()];
    }

    count(state: Stage): number {
        return this.tasks().filter(row => row.state === state).length;
    }

    /** Questions that nobody has answered yet; none once the run is over. */
    open(): Question[] {
        return this.ended ? [] : this.questions.filter(one => !one.answered && !one.dropped);
    }

    /** Tokens of all calls, answers that are arriving included. */
    tokens(): number {
        const arriving = this.board.all().reduce((sum, row) => sum + row.streaming, 0);
        return tokensOf(this.spent.total().usage) + arriving;
    }

    /** Answers that came from a tape and cost nothing. */
    recorded(): number {
        return this.board.all().reduce((sum, row) => sum + row.recorded, 0);
    }

    /** Seconds since the run began or was resumed, or that this took. */
    seconds(now: Millis): number {
        if (this.ended) return this.ended.seconds;
        return this.since === undefined ? 0 : Math.max(0, now - this.since) / 1000;
    }

    phase(): string {
        return this.ended ? "ended" : this.board.phase();
    }

    /** How it ended, in the words it ended with; empty while it goes on. */
    words(): string {
        const end = this.ended;
        if (!end) return "";
        return end.label || (end.exit === 0 ? "done and checked" : end.exit === 130 ? "interrupted" : "not done");
    }
}
