// Made from lib/schema/event.schema.json by `npm run types`; a test says whether it is fresh.

export interface Contract {
    readonly name: string;
    readonly kind: string;
    readonly text: string;
}

export interface Estimate {
    readonly cut: "ONE" | "FEW" | "MANY";
    readonly tasks: number;
    readonly tokens: number;
    readonly seconds: number;
    readonly dollars: number;
    readonly low: number;
    readonly high: number;
}

export interface Message {
    readonly role: string;
    readonly text: string;
}

export interface PartName {
    readonly stack: string;
    readonly root: string;
}

export interface Plan {
    readonly stack: string;
    readonly name: string;
    readonly summary: string;
    readonly requirements?: ReadonlyArray<Requirement>;
    readonly contracts: ReadonlyArray<Contract>;
    readonly tasks: ReadonlyArray<Task>;
    readonly checks: ReadonlyArray<PlannedCheck>;
    readonly unclear: ReadonlyArray<Unclear>;
    readonly background: ReadonlyArray<string>;
    readonly parts?: ReadonlyArray<PartName>;
}

export interface PlannedCheck {
    readonly name: string;
    readonly run: ReadonlyArray<string>;
}

export interface Requirement {
    readonly id: string;
    readonly text: string;
    readonly lines: ReadonlyArray<string>;
}

export interface Share {
    readonly agent: string;
    readonly alias: string;
    readonly calls: number;
    readonly reckoned: number;
    readonly low: number;
    readonly high: number;
}

export interface SpecPiece {
    readonly fate: "KEPT" | "CHANGED" | "ADDED" | "WITHDRAWN";
    readonly lines: string;
    readonly before: string;
    readonly text: string;
    readonly was: string;
}

export interface Task {
    readonly id: string;
    readonly title: string;
    readonly agent: string;
    readonly description: string;
    readonly requirements?: ReadonlyArray<string>;
    readonly lines?: ReadonlyArray<string>;
    readonly files: ReadonlyArray<string>;
    readonly size?: number;
    readonly dependsOn: ReadonlyArray<string>;
    readonly provides: ReadonlyArray<string>;
    readonly uses: ReadonlyArray<string>;
}

export interface Unclear {
    readonly question: string;
    readonly assumption: string;
    readonly requirements?: ReadonlyArray<string>;
    readonly lines?: ReadonlyArray<string>;
}

export interface Usage {
    readonly input: number;
    readonly cachedInput: number;
    readonly output: number;
    readonly thinking: number;
    readonly guessed?: number;
}

/**
 * What the run, or the agent or task that is named, may spend in all, from here on; -1 where there is no such bound.
 */
export interface Allowed {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "allowed";
    readonly dollars: number;
    readonly tokens: number;
    readonly calls: number;
    readonly agent?: string;
    readonly task?: string;
}

/** A person's reply, or the assumption when there was nobody to ask. */
export interface Answered {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "answered";
    readonly id: string;
    readonly answer: string;
    readonly byPerson: boolean;
    readonly from?: string;
}

/** A whole answer, written before anything acts on it. */
export interface AnsweredModel {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "answered-model";
    readonly key: string;
    readonly agent: string;
    readonly task: string;
    readonly attempt: number;
    readonly text: string;
    readonly usage: Usage;
    readonly cost: number;
    readonly seconds: number;
    readonly cutOff: boolean;
    readonly recorded: boolean;
    readonly part: string;
}

/** A person is asked; assumed is what holds when nobody answers. */
export interface Asked {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "asked";
    readonly id: string;
    readonly question: string;
    readonly assumed: string;
}

/** A model is about to be asked. */
export interface AskedModel {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "asked-model";
    readonly key: string;
    readonly agent: string;
    readonly task: string;
    readonly attempt: number;
    readonly alias: string;
    readonly model: string;
    readonly messages: ReadonlyArray<Message>;
    readonly prompt: string;
    readonly cut: ReadonlyArray<string>;
    readonly part: string;
}

/**
 * The run changes a project that is there: from that commit on, and where its specification was edited, by what
 * became of its pieces.
 */
export interface Changing {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "changing";
    readonly base: string;
    readonly pieces: ReadonlyArray<SpecPiece>;
}

/** A check ran, or could not run; task is empty for an end check. */
export interface Checked {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "checked";
    readonly key: string;
    readonly task: string;
    readonly attempt: number;
    readonly check: string;
    readonly command: ReadonlyArray<string>;
    readonly exit: number;
    readonly seconds: number;
    readonly tail: string;
    readonly failure: string;
    readonly tests: number;
}

/** What shows that a requirement is met, as far as the last end checks tell. */
export interface Evidenced {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "evidenced";
    readonly requirement: string;
    readonly checks: ReadonlyArray<string>;
    readonly files: ReadonlyArray<string>;
}

/** What the plan is likely to cost, and what other ways to cut the work would. */
export interface Forecasted {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "forecasted";
    readonly others: ReadonlyArray<Estimate>;
    readonly plan: Estimate;
    readonly shares?: ReadonlyArray<Share>;
}

/**
 * The lines before this one are shared with another run; aliases in models mean another one's model from here on.
 */
export interface Forked {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "forked";
    readonly of: string;
    readonly from: number;
    readonly models: Readonly<Record<string, string>>;
}

/** Files became part of the project, in one commit; digests by path. */
export interface Integrated {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "integrated";
    readonly task: string;
    readonly agent: string;
    readonly files: Readonly<Record<string, string>>;
    readonly commit: string;
}

/** Something worth a line for a person. */
export interface Noted {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "noted";
    readonly task: string;
    readonly sentence: string;
}

/** The accepted plan, or what it was changed to. */
export interface Planned {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "planned";
    readonly plan: Plan;
    readonly notes: ReadonlyArray<string>;
    readonly answers: ReadonlyArray<Readonly<Record<string, string>>>;
}

/** The programs of this machine that the planner is told of. */
export interface ProgramsFound {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "programs-found";
    readonly stacks: ReadonlyArray<string>;
    readonly programs: ReadonlyArray<string>;
}

/** A plan went back to the planner, as its checks call programs that are not here. */
export interface ProgramsMissing {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "programs-missing";
    readonly attempt: number;
    readonly faults: ReadonlyArray<string>;
}

/** A call was left undone, as it did not fit into a budget; the first of the run. */
export interface Reached {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "reached";
    readonly sentence: string;
    readonly remedy: string;
}

/** Files of the project are about to be replaced; digests of what comes, by path. */
export interface Replacing {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "replacing";
    readonly task: string;
    readonly files: Readonly<Record<string, string>>;
}

/** A request is about to be sent, and may take so much; dollars are -1 where the price is unknown. */
export interface Reserved {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "reserved";
    readonly key: string;
    readonly agent: string;
    readonly task: string;
    readonly alias: string;
    readonly input: number;
    readonly output: number;
    readonly dollars: number;
}

/** The run goes on after its process ended; what is not done by then waits again. */
export interface Resumed {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "resumed";
    readonly version: string;
}

/** The last line of a journal that was not cut short. */
export interface RunEnded {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "run-ended";
    readonly exit: number;
    readonly done: number;
    readonly failed: number;
    readonly blocked: number;
    readonly usage: Usage;
    readonly cost: number;
    readonly seconds: number;
    readonly head: string;
    readonly label: string;
}

/** The first line of every journal. */
export interface RunStarted {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "run-started";
    readonly spec: string;
    readonly specFile: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly options: Readonly<Record<string, string>>;
    readonly version: string;
    readonly note: string;
    readonly format: number;
}

/** A request is over without an answer that is kept; what it is taken to have taken. */
export interface Settled {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "settled";
    readonly key: string;
    readonly agent: string;
    readonly task: string;
    readonly alias: string;
    readonly usage: Usage;
    readonly cost: number;
    readonly sent: boolean;
}

/** Into how many tasks the work is cut, and why. */
export interface Sized {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "sized";
    readonly cut: "ONE" | "FEW" | "MANY";
    readonly lines: number;
    readonly taskLines: number;
    readonly why: string;
}

/** The planner's first look: the stack, why, and what the work is. */
export interface StackChosen {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "stack-chosen";
    readonly stack: string;
    readonly reason: string;
    readonly name: string;
    readonly summary: string;
    readonly lines: number;
    readonly checks: ReadonlyArray<PlannedCheck>;
    readonly parts?: ReadonlyArray<PartName>;
}

/** A task is over. */
export interface TaskEnded {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "task-ended";
    readonly task: string;
    readonly state: "DONE" | "FAILED" | "BLOCKED" | "INTERRUPTED";
    readonly evidence: string;
    readonly seconds: number;
}

/** Whether tests show the change: those that it brings, and what fails when they run without the rest of it. */
export interface TestsTried {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "tests-tried";
    readonly tests: ReadonlyArray<string>;
    readonly failing: ReadonlyArray<string>;
}

/**
 * Commits of tasks were taken back by new commits, so that these tasks are to be done again. Files are digests of
 * what stands there now, by path; empty for one that is gone.
 */
export interface Undone {
    readonly run: string;
    readonly seq: number;
    readonly at: string;
    readonly type: "undone";
    readonly tasks: ReadonlyArray<string>;
    readonly files: Readonly<Record<string, string>>;
    readonly commits: ReadonlyArray<string>;
}

/** A line of a run's journal. */
export type Kept =
    | RunStarted
    | Resumed
    | StackChosen
    | Sized
    | Forecasted
    | ProgramsFound
    | ProgramsMissing
    | Changing
    | TestsTried
    | Planned
    | Allowed
    | Reserved
    | Reached
    | Settled
    | AskedModel
    | AnsweredModel
    | Checked
    | Replacing
    | Integrated
    | Undone
    | Forked
    | Evidenced
    | TaskEnded
    | Asked
    | Answered
    | Noted
    | RunEnded;
