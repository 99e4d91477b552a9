import type {Forecasted, Plan} from "../events";

/** What the server answers; lib/schema/openapi.yaml describes it. */
export interface Fault {
    readonly pointer: string;
    readonly sentence: string;
}

/** An answer that says no, in sentences that a person can act on. */
export class Refused extends Error {
    constructor(
        readonly status: number,
        detail: string,
        readonly faults: ReadonlyArray<Fault> = [],
    ) {
        super(detail);
    }
}

export interface About {
    readonly version: string;
    readonly folder: string;
    readonly name: string;
}

export interface RunRow {
    readonly run: string;
    readonly project: string;
    readonly name: string;
    readonly specFile: string;
    readonly state: "running" | "waiting" | "ended" | "cut-short" | "unreadable";
    readonly live: boolean;
    readonly phase: string;
    readonly words: string;
    readonly exit?: number;
    readonly began: string;
    readonly seconds: number;
    readonly tokens: number;
    readonly cost: number;
    readonly tasks: {total: number; done: number; failed: number; blocked: number; active: number; waiting: number};
    readonly questions: number;
    readonly stack: string;
    readonly forkOf?: string;
    /** Of its newest line. */
    readonly seq: number;
    /** Why it ended without coming to anything, as its process said. */
    readonly trouble?: string;
}

export interface Choice {
    readonly word: string;
    readonly argument: string;
    readonly help: string;
}

export interface OpenQuestion {
    readonly seq: number;
    readonly id: string;
    readonly kind: string;
    readonly task?: string;
    readonly choices: ReadonlyArray<Choice>;
}

/** What a run is started with; fields that are left out are the program's to choose. */
export interface Start {
    spec: string;
    specName?: string;
    specFile?: string;
    change?: boolean;
    output?: string;
    stack?: string[];
    set?: Record<string, string>;
    models?: Record<string, string>;
    tasks?: "one" | "few" | "many";
    budget?: string;
    maxTokens?: string;
    maxCalls?: string;
    where?: "anywhere" | "local-only" | "local";
    approveChecks?: boolean;
    replay?: string;
    strict?: boolean;
    askPlan?: boolean;
}

export interface Resume {
    budget?: string;
    maxTokens?: string;
    maxCalls?: string;
    approveChecks?: boolean;
}

export interface Started {
    readonly run: string;
    readonly line: string;
}

export interface Command {
    readonly line: string;
    readonly faults: ReadonlyArray<Fault>;
}

export interface Variable {
    readonly name: string;
    readonly type: "text" | "number" | "flag";
    readonly usual?: string;
    readonly help: string;
    readonly choices: ReadonlyArray<string>;
    readonly takes: string;
}

export interface Stack {
    readonly name: string;
    readonly description: string;
    readonly example: {readonly spec?: string; readonly tape?: string};
    readonly variables: ReadonlyArray<Variable>;
}

export interface Model {
    readonly alias: string;
    readonly provider: string;
    readonly model: string;
    readonly address?: string;
    readonly context: number;
    readonly parallel: number;
    readonly local: boolean;
    readonly key: "none" | "set" | "missing";
    readonly price?: {readonly input: number; readonly output: number};
}

export interface PlanNow {
    readonly plan: Plan;
    readonly notes: ReadonlyArray<string>;
    readonly version: number;
    readonly editable: boolean;
    readonly question?: number;
    readonly forecast?: Forecasted;
}

export interface Linted {
    readonly faults: ReadonlyArray<Fault>;
    readonly notes: ReadonlyArray<string>;
}

export interface Commit {
    readonly hash: string;
    readonly title: string;
    readonly task?: string;
    readonly files?: ReadonlyArray<string>;
}

export interface FileRow {
    readonly path: string;
    readonly bytes: number;
    readonly task?: string;
}

export interface FileText {
    readonly path: string;
    readonly bytes: number;
    readonly binary: boolean;
    readonly cut: boolean;
    readonly text: string;
}

async function refusal(response: Response): Promise<Refused> {
    try {
        const problem = (await response.json()) as {detail?: string; title?: string; faults?: Fault[]};
        return new Refused(response.status, problem.detail || problem.title || response.statusText, problem.faults);
    } catch {
        return new Refused(response.status, `The server answers ${response.status} ${response.statusText}.`);
    }
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
    let response: Response;
    try {
        response = await fetch(`api/${path}`, {
            method,
            credentials: "same-origin",
            ...(body === undefined ? {} : {body: JSON.stringify(body), headers: {"Content-Type": "application/json"}}),
        });
    } catch {
        throw new Refused(0, "The server cannot be reached. Is 'swarm.java serve' running?");
    }
    if (!response.ok) throw await refusal(response);
    return response;
}

const get = async <T>(path: string): Promise<T> => (await (await send("GET", path)).json()) as T;
const post = async <T>(path: string, body: unknown = {}): Promise<T> => {
    const text = await (await send("POST", path, body)).text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
};
const of = (run: string): string => `runs/${encodeURIComponent(run)}`;

export const api = {
    about: () => get<About>("about"),
    runs: async () => (await get<{runs: RunRow[]}>("runs")).runs,
    start: (fields: Start) => post<Started>("runs", fields),
    command: (fields: Start) => post<Command>("command", fields),
    stop: (run: string) => post<void>(`${of(run)}/stop`),
    resume: (run: string, fields: Resume) => post<Started>(`${of(run)}/resume`, fields),
    fork: (run: string, fields: {from: string; models?: Record<string, string>}) =>
        post<Started>(`${of(run)}/fork`, fields),
    questions: async (run: string) => (await get<{questions: OpenQuestion[]}>(`${of(run)}/questions`)).questions,
    answer: (run: string, seq: number, answer: string) => post<void>(`${of(run)}/questions/${seq}`, {answer}),
    plan: (run: string) => get<PlanNow>(`${of(run)}/plan`),
    lint: (run: string, plan: Plan) => post<Linted>(`${of(run)}/plan/lint`, plan),
    edit: async (run: string, plan: Plan) => void (await send("PUT", `${of(run)}/plan`, plan)),
    approve: (run: string) => post<void>(`${of(run)}/plan/approve`),
    commits: async (run: string) => (await get<{commits: Commit[]}>(`${of(run)}/commits`)).commits,
    files: (run: string) => get<{project: string; commit: string; files: FileRow[]}>(`${of(run)}/files`),
    file: (run: string, path: string) => get<FileText>(`${of(run)}/file?path=${encodeURIComponent(path)}`),
    diff: async (run: string, task?: string) => {
        const response = await send("GET", `${of(run)}/diff${task ? `?task=${encodeURIComponent(task)}` : ""}`);
        return {text: await response.text(), cut: response.headers.has("X-Truncated")};
    },
    stacks: () => get<{stacks: Stack[]; broken: Record<string, string[]>}>("stacks"),
    models: async () => (await get<{models: Model[]}>("models")).models,
    report: (run: string) => `api/${of(run)}/report`,
};

export const sentence = (wrong: unknown): string => (wrong instanceof Error ? wrong.message : String(wrong));
