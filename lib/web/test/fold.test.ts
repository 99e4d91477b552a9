import {readFileSync} from "node:fs";
import {describe, expect, test} from "vitest";
import type {Kept} from "../src/events";
import type {Momentary} from "../src/fold/momentary";
import {Run} from "../src/fold/run";

/** What `runs --json` said of each journal when it had so many lines; texts of prompts and answers are cut in them. */
interface Told {
    readonly journal: string;
    readonly until: number;
    readonly facts: {
        end: string;
        exit?: number;
        stack: string;
        tasks: {planned: number; done: number; failed: number; blocked: number; takenBack: number};
        calls: number;
        tokens: {input: number; cachedInput: number; output: number; thinking: number};
        dollars: number;
        seconds: number;
        checks: {passed: number; notPassed: number; tests: number};
        files: number;
        models: string[];
    };
}

const folder = new URL("journals/", import.meta.url);
const read = (name: string): Kept[] =>
    readFileSync(new URL(name, folder), "utf8")
        .trim()
        .split("\n")
        .map(line => JSON.parse(line) as Kept);
const told = JSON.parse(readFileSync(new URL("facts.json", folder), "utf8")) as Told[];

describe("the reducer says what the program says", () => {
    test.each(told.map(one => [`${one.journal} up to line ${one.until}`, one] as const))(
        "%s",
        (_, {journal, until, facts}) => {
            const run = Run.of(read(journal).slice(0, until));
            const checks = [...run.board.checks.values()];
            const total = run.spent.total();
            expect({
                end: run.words(),
                exit: run.ended?.exit,
                stack: run.stack,
                tasks: {
                    planned: run.tasks().length,
                    done: run.count("done"),
                    failed: run.count("failed"),
                    blocked: run.count("blocked"),
                    takenBack: run.written.undone.size,
                },
                calls: total.calls,
                seconds: run.ended?.seconds,
                checks: {
                    passed: checks.filter(check => check.failure === "").length,
                    notPassed: checks.filter(check => check.failure !== "").length,
                    tests: checks.filter(check => check.task === "").reduce((sum, check) => sum + check.tests, 0),
                },
                files: run.written.present().length,
                models: [
                    ...new Set(
                        run
                            .tasks()
                            .map(row => row.alias)
                            .filter(alias => alias !== ""),
                    ),
                ].sort(),
            }).toEqual({
                end: facts.end,
                exit: facts.exit,
                stack: facts.stack,
                tasks: facts.tasks,
                calls: facts.calls,
                seconds: facts.seconds,
                checks: facts.checks,
                files: facts.files,
                models: facts.models,
            });
            expect(total.usage).toMatchObject(facts.tokens);
            expect(total.dollars).toBeCloseTo(facts.dollars, 9);
        },
    );
});

test("a line that comes twice is taken once", () => {
    const lines = read("mended.jsonl");
    const doubled = Run.of(lines.flatMap((line, i) => [line, line, lines[Math.max(0, i - 3)] as Kept]));
    const once = Run.of(lines);
    expect(doubled.entries).toEqual(once.entries);
    expect(doubled.spent.total()).toEqual(once.spent.total());
});

test("a run that goes on after lines were missed says the same as one that missed none", () => {
    const lines = read("mended.jsonl");
    const run = Run.of(lines.slice(0, 40));
    for (const line of lines.slice(30)) run.accept(line);
    expect(run.tasks().map(row => [row.id, row.state])).toEqual(
        Run.of(lines)
            .tasks()
            .map(row => [row.id, row.state]),
    );
});

test("money by agent, by model and by task is all of the money", () => {
    const {spent} = Run.of(read("mended.jsonl"));
    for (const purses of [spent.byAgent, spent.byAlias, spent.byTask]) {
        expect([...purses.values()].reduce((sum, toll) => sum + toll.dollars, 0)).toBeCloseTo(spent.total().dollars, 9);
    }
    expect(spent.open().calls).toBe(0);
});

test("attempts keep what was asked, what came, and what their checks said", () => {
    const run = Run.of(read("mended.jsonl").slice(0, 92));
    const greeting = run.board.tasks.get("greeting");
    expect(greeting?.calls.map(call => [call.asked.attempt, call.answer !== undefined])).toEqual([
        [1, true],
        [2, true],
        [3, true],
    ]);
    expect(greeting?.checks.map(check => [check.attempt, check.name, check.result?.failure === ""])).toContainEqual([
        1,
        "syntax",
        false,
    ]);
    expect(run.board.tasks.get("cli")?.state).toBe("failed");
    expect(run.board.tasks.get("readme")).toMatchObject({
        state: "blocked",
        reason: "waits for 'cli', which is not done",
    });
});

test("what was taken back waits again, and a resume forgets what was shown of another whole", () => {
    const run = Run.of(read("mended.jsonl"));
    expect(
        run
            .tasks()
            .filter(row => row.state === "waiting")
            .map(row => row.id)
            .sort(),
    ).toEqual(["cli", "log", "readme"]);
    expect(run.evidence.size).toBe(0);
    expect(run.board.endChecks.size).toBe(0);
});

test("an answer is shown while it arrives, and none of it is counted twice", () => {
    const lines = read("mended.jsonl");
    const asked = lines.findIndex(line => line.type === "asked-model" && line.task === "errors");
    const run = Run.of(lines.slice(0, asked + 1));
    const before = run.tokens();
    const word = (tokens: number, text: string): Momentary => ({
        run: "",
        seq: run.seq,
        at: lines[asked]?.at ?? "",
        type: "streaming",
        task: "errors",
        tokens,
        text,
    });
    run.accept(word(3, "class Greeter"));
    run.accept(word(7, "Error:\n    pass"));
    const row = run.board.tasks.get("errors");
    expect(row?.calls.at(-1)?.stream).toBe("class GreeterError:\n    pass");
    expect(row?.line()).toBe("    pass");
    expect(run.tokens()).toBe(before + 7);
    for (const line of lines.slice(asked + 1)) run.accept(line);
    expect(run.spent.total()).toEqual(Run.of(lines).spent.total());
});

test("a question is open until somebody answers, and no longer than its process", () => {
    const line = <T extends object>(seq: number, event: T) => ({run: "r", seq, at: "2026-01-01T00:00:00Z", ...event});
    const run = Run.of([
        line(1, {type: "asked" as const, id: "unclear-1", question: "Which?", assumed: "this"}),
        line(2, {type: "asked" as const, id: "unclear-2", question: "How?", assumed: "so"}),
        line(3, {type: "answered" as const, id: "unclear-1", answer: "that", byPerson: true}),
    ]);
    expect(run.open().map(question => question.asked.id)).toEqual(["unclear-2"]);
    run.accept(line(4, {type: "resumed" as const, version: "1"}));
    expect(run.open()).toEqual([]);
});

test("what was under way when a process ended is taken for spent", () => {
    const at = {run: "r", at: "2026-01-01T00:00:00Z"};
    const run = Run.of([
        {
            ...at,
            seq: 1,
            type: "reserved",
            key: "k",
            agent: "a",
            task: "t",
            alias: "m",
            input: 100,
            output: 50,
            dollars: 0.5,
        },
    ]);
    expect(run.spent.open().dollars).toBe(0.5);
    run.accept({...at, seq: 2, type: "resumed", version: "1"});
    expect([run.spent.open().calls, run.spent.total().dollars]).toEqual([0, 0.5]);
});

test("what a person gave one agent more is not what the run may spend", () => {
    const at = {run: "r", at: "2026-01-01T00:00:00Z", tokens: -1, calls: -1};
    const run = Run.of([
        {...at, seq: 1, type: "allowed", dollars: 5},
        {...at, seq: 2, type: "allowed", dollars: 7, agent: "tester"},
    ]);
    expect([run.allowed?.dollars, run.allowedFor.get("tester")?.dollars]).toEqual([5, 7]);
});

test("another plan that somebody puts in the place of the one that was shown is no change, and loses no task", () => {
    const lines = read("greeter.jsonl");
    const planned = lines.find(line => line.type === "planned");
    if (planned?.type !== "planned") throw new Error("the journal has no plan");
    const at = {run: "r", at: "2026-01-01T00:00:00Z"};
    const fewer = {...planned, ...at, plan: {...planned.plan, tasks: planned.plan.tasks.slice(0, 2)}};
    const run = Run.of([
        {...planned, ...at, seq: 1},
        {...at, seq: 2, type: "asked", id: "plan", question: "Carry it out?", assumed: "stop"},
        {...fewer, seq: 3},
    ]);
    expect([run.plans.length, run.tasks().length, run.board.steps.size]).toEqual([1, 2, 0]);
    run.accept({...at, seq: 4, type: "answered", id: "plan", answer: "y", byPerson: true});
    run.accept({...planned, ...at, seq: 5});
    expect([run.plans.length, run.tasks().length]).toEqual([2, 8]);
});
