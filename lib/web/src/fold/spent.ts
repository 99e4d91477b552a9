import type {AnsweredModel, AskedModel, Reserved, Resumed, Settled, Usage} from "../events";

/** What calls took; dollars as far as prices are known, unpriced the tokens of models whose price is not. */
export interface Toll {
    readonly usage: Usage;
    readonly dollars: number;
    readonly calls: number;
    readonly unpriced: number;
}

export const NO_USAGE: Usage = {input: 0, cachedInput: 0, output: 0, thinking: 0, guessed: 0};
const NONE: Toll = {usage: NO_USAGE, dollars: 0, calls: 0, unpriced: 0};

/** Tokens of prompts and answers; thinking is part of the answer, and what was cached is part of the prompt. */
export const tokensOf = (usage: Usage): number => usage.input + usage.output;

export function plus(a: Usage, b: Usage): Usage {
    return {
        input: a.input + b.input,
        cachedInput: a.cachedInput + b.cachedInput,
        output: a.output + b.output,
        thinking: a.thinking + b.thinking,
        guessed: (a.guessed ?? 0) + (b.guessed ?? 0),
    };
}

function toll(usage: Usage, cost: number, calls: number): Toll {
    // No journal makes room by calls that took less than nothing.
    if (usage.input < 0 || usage.output < 0) return {...NONE, dollars: Math.max(0, cost), calls};
    return {usage, dollars: Math.max(0, cost), calls, unpriced: cost < 0 ? tokensOf(usage) : 0};
}

const sum = (a: Toll, b: Toll): Toll => ({
    usage: plus(a.usage, b.usage),
    dollars: a.dollars + b.dollars,
    calls: a.calls + b.calls,
    unpriced: a.unpriced + b.unpriced,
});

const worst = (request: Reserved): Toll =>
    toll({...NO_USAGE, input: request.input, output: request.output}, request.dollars, 1);

/**
 * What the calls of a run took, and what those under way may take at most. What was under way when the process ended
 * is taken for spent.
 */
export class Spent {
    readonly byAgent = new Map<string, Toll>();
    readonly byAlias = new Map<string, Toll>();
    readonly byTask = new Map<string, Toll>();
    private all: Toll = NONE;
    private readonly aliases = new Map<string, string>();
    private readonly requests = new Map<string, Reserved[]>();

    accept(event: AskedModel | AnsweredModel | Settled | Reserved | Resumed): void {
        switch (event.type) {
            case "asked-model":
                this.aliases.set(event.key, event.alias);
                break;
            case "reserved":
                this.requests.set(event.key, [...(this.requests.get(event.key) ?? []), event]);
                break;
            case "answered-model":
                if (!event.recorded) {
                    this.settle(
                        event.key,
                        event.agent,
                        event.task,
                        this.aliases.get(event.key) ?? "",
                        toll(event.usage, event.cost, 1),
                    );
                }
                break;
            case "settled":
                this.settle(
                    event.key,
                    event.agent,
                    event.task,
                    event.alias,
                    toll(event.usage ?? NO_USAGE, event.cost, event.sent ? 1 : 0),
                );
                break;
            case "resumed":
                for (const open of [...this.requests.values()].flat()) {
                    this.settle(open.key, open.agent, open.task, open.alias, worst(open));
                }
        }
    }

    private settle(key: string, agent: string, task: string, alias: string, took: Toll): void {
        const rest = (this.requests.get(key) ?? []).slice(1);
        if (rest.length === 0) this.requests.delete(key);
        else this.requests.set(key, rest);
        this.all = sum(this.all, took);
        for (const [purses, name] of [
            [this.byAgent, agent],
            [this.byAlias, alias],
            [this.byTask, task],
        ] as const) {
            purses.set(name, sum(purses.get(name) ?? NONE, took));
        }
    }

    /** What all calls took. */
    total(): Toll {
        return this.all;
    }

    /** What the requests that are under way may take at most. */
    open(): Toll {
        return [...this.requests.values()].flat().map(worst).reduce(sum, NONE);
    }
}
