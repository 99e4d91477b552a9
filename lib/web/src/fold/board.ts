import type {AnsweredModel, Checked, Plan, Planned, RunEnded, Task, Undone} from "../events";
import type {Entry} from "./momentary";
import {isActive, isOver, Row, type Millis, type Stage} from "./row";

const INTERRUPTED = 130;
const BUDGET = 5;
/** The id of the question whether the plan is carried out, and what says yes to it. */
const PLAN = "plan";
const AGREED = /^y(es)?$/i;

/** Ids of what is no task, as journals keep them. */
const STEPS: Readonly<Record<string, readonly [string, string]>> = {
    ":stack": ["stack", "choosing the stack"],
    ":plan": ["plan", "making the plan"],
    ":replan": ["replan", "changing the plan"],
    ":blame": ["blame", ""],
    ":review": ["review", ""],
    ":question": ["question", ""],
    ":before": ["before", ""],
    ":tests": ["tests", ""],
    "": ["project", ""],
};

/** The level of each task in the graph, from 0. */
export function depths(tasks: ReadonlyArray<Task>): Map<string, number> {
    const byId = new Map(tasks.map(task => [task.id, task]));
    const depth = new Map<string, number>();
    const of = (id: string, path: ReadonlySet<string>): number => {
        const known = depth.get(id);
        if (known !== undefined) return known;
        const below = (byId.get(id)?.dependsOn ?? []).filter(other => byId.has(other) && !path.has(other));
        const level = Math.max(-1, ...below.map(other => of(other, new Set([...path, id])))) + 1;
        depth.set(id, level);
        return level;
    };
    for (const task of tasks) of(task.id, new Set());
    return depth;
}

/** How the planner's steps, the tasks and the end checks stand. */
export class Board {
    /** Each in the order in which it was first heard of, tasks by their level. */
    readonly steps = new Map<string, Row>();
    tasks = new Map<string, Row>();
    readonly endChecks = new Map<string, Row>();
    /** The newest result of every check. */
    readonly checks = new Map<string, Checked>();
    planned = false;
    /** The plan and what it was changed to, in order. */
    readonly plans: Planned[] = [];
    /** Whether a person was shown the plan, and has not said yes to it. */
    private shown = false;
    private endings = 0;

    accept(event: Entry, at: Millis): void {
        switch (event.type) {
            case "stack-chosen":
                return this.finish(":stack", at);
            case "planned":
                // What somebody puts in its place before it is carried out is no change of it.
                if (this.shown) this.plans.length = 0;
                this.plans.push(event);
                return this.plan(event.plan, at);
            case "asked":
                this.shown ||= event.id === PLAN;
                return;
            case "answered":
                if (event.id === PLAN && AGREED.test(event.answer.trim())) this.shown = false;
                return;
            case "asked-model":
                return this.of(event.task).asked(event, at);
            case "streaming":
                return this.of(event.task).arriving(event, at);
            case "answered-model":
                return this.answered(event, at);
            case "settled": {
                const row = this.of(event.task);
                row.unanswered(at, event.key);
                return row.paid(event.usage, event.cost);
            }
            case "unanswered":
                return this.of(event.task).unanswered(at);
            case "check-started":
                if (event.task !== "") this.of(event.task).checkStarted(event, at);
                return;
            case "checked":
                return this.checked(event, at);
            case "retold":
                return this.checked(event.checked, at);
            case "task-ended":
                return this.of(event.task).ended(event, ++this.endings);
            case "run-ended":
                return this.runEnded(event, at);
            case "resumed":
                for (const row of this.all()) row.waits(false);
                return this.forgetEndChecks();
            case "undone":
                return this.undone(event);
        }
    }

    private plan(accepted: Plan, at: Millis): void {
        this.planned = true;
        this.finish(":stack", at);
        this.finish(":plan", at);
        const depth = depths(accepted.tasks);
        const level = (task: Task) => depth.get(task.id) ?? 0;
        // A changed plan keeps what has begun; what was spent on a task that is no longer in it is spent all the same.
        const before = this.tasks;
        this.tasks = new Map();
        for (const task of [...accepted.tasks].sort((a, b) => level(a) - level(b))) {
            const row = before.get(task.id);
            before.delete(task.id);
            if (row && row.attempt > 0) {
                row.title = task.title;
                row.depth = level(task);
                this.tasks.set(task.id, row);
            } else {
                this.tasks.set(task.id, new Row(task.id, task.title, task.agent, level(task)));
            }
        }
        if (this.shown) return;
        for (const [id, row] of before) {
            if (!isOver(row.state)) row.end("failed", row.seconds(at), ++this.endings);
            if (!this.steps.has(id)) this.steps.set(id, row);
        }
    }

    private answered(event: AnsweredModel, at: Millis): void {
        this.of(event.task).answered(event, at);
        // Before the plan a step ends with what is made of its answer.
        if (this.planned && event.task in STEPS) this.finish(event.task, at);
    }

    private finish(id: string, at: Millis): void {
        const row = this.steps.get(id);
        if (row && !isOver(row.state)) row.end("done", row.seconds(at), ++this.endings);
    }

    private checked(event: Checked, at: Millis): void {
        // What is tried of the project before a change says nothing of what is there now.
        if (event.task === ":before" || event.task === ":tests") return;
        const command = event.command.join(" ");
        this.checks.set([event.task, event.check, command].join("\0"), event);
        if (event.task !== "") return this.of(event.task).checked(event, at);
        this.endChecks.set(
            `${event.check} ${command}`,
            new Row(event.check, "end check", "", 0).endCheck(event, ++this.endings, at),
        );
    }

    /**
     * A task that is still worked on then was to be mended, and was not: it holds only where the whole does, as another
     * task was at fault.
     */
    private runEnded(event: RunEnded, at: Millis): void {
        const how: Stage =
            event.exit === 0 ? "done" : event.exit === INTERRUPTED || event.exit === BUDGET ? "interrupted" : "failed";
        for (const row of this.tasks.values()) {
            if (isActive(row.state)) row.end(how, row.seconds(at), ++this.endings);
        }
        for (const row of this.all()) for (const call of row.calls) call.until ??= at;
    }

    private undone(back: Undone): void {
        for (const id of back.tasks) this.find(id)?.waits(true);
        for (const [key, check] of this.checks) if (back.tasks.includes(check.task)) this.checks.delete(key);
        this.forgetEndChecks();
    }

    /** They showed another whole, and are run again. */
    private forgetEndChecks(): void {
        this.endChecks.clear();
        for (const [key, check] of this.checks) if (check.task === "") this.checks.delete(key);
    }

    private of(id: string): Row {
        const known = this.find(id);
        if (known) return known;
        const [word, title] = STEPS[id] ?? [id, ""];
        const row = new Row(word, title, "", 0);
        this.steps.set(id, row);
        return row;
    }

    find(id: string): Row | undefined {
        return this.tasks.get(id) ?? this.steps.get(id);
    }

    /** The planner's steps and the tasks. */
    all(): Row[] {
        return [...this.steps.values(), ...this.tasks.values()];
    }

    /** All that is worth showing: the planner's steps while they matter, the tasks, the end checks. */
    rows(): Row[] {
        return [
            ...[...this.steps.values()].filter(row => !this.planned || isActive(row.state)),
            ...this.tasks.values(),
            ...this.endChecks.values(),
        ];
    }

    /** What goes on, in a word or two, unless the run is over. */
    phase(): string {
        if (this.planned) return [...this.tasks.values()].every(row => isOver(row.state)) ? "final checks" : "writing";
        return [...this.steps.values()].find(row => isActive(row.state))?.title ?? "starting";
    }
}
