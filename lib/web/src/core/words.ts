import type {Allowed, Checked, Estimate, Planned, TestsTried} from "../events";
import type {Entry} from "../fold/momentary";
import {holds, isUnchecked, isWithoutResult} from "../fold/outcome";
import {tokensOf} from "../fold/spent";
import {count, money, seconds, short, whole} from "./amounts";

/** An entry as the terminal would tell it: a word for what happened, and the rest. */
export interface Told {
    readonly word: string;
    readonly text: string;
    /** How it is looked at: bad is a failure, good a success, ask waits for a person. */
    readonly tone?: "good" | "bad" | "ask" | "quiet";
    readonly task?: string;
}

const joined = (...parts: ReadonlyArray<string>): string => parts.filter(part => part !== "").join("  ");

export function estimate(e: Estimate): string {
    const range = e.low === e.high ? "" : ` (${short(e.low)} to ${short(e.high)})`;
    return [`${short(e.tokens)} tokens${range}`, seconds(e.seconds), e.dollars < 0 ? "" : money(e.dollars)]
        .filter(part => part !== "")
        .join(", ");
}

export const cutWord = (cut: Estimate["cut"]): string => ({ONE: "alone", FEW: "few tasks", MANY: "many tasks"})[cut];

export function allowed(e: Allowed): string {
    const bounds = [
        e.dollars < 0 ? "" : money(e.dollars),
        e.tokens < 0 ? "" : count(e.tokens, "token"),
        e.calls < 0 ? "" : count(e.calls, "call"),
    ].filter(bound => bound !== "");
    return bounds.length === 0 ? "no bound" : bounds.join(", ");
}

export function outcome(check: Checked): string {
    if (check.failure === "") return "passed";
    if (holds(check)) return "failed as before the change";
    if (isUnchecked(check)) return "not run";
    return isWithoutResult(check) ? "no result" : `failed (exit code ${check.exit})`;
}

const size = (e: Planned): string =>
    [
        count(e.plan.tasks.length, "task"),
        count(e.plan.requirements?.length ?? 0, "requirement"),
        count(e.plan.contracts.length, "contract"),
    ].join(", ");

function tried(e: TestsTried): string {
    if (e.tests.length === 0) return "the change brings no test";
    return `${e.tests.join(", ")}${
        e.failing.length > 0
            ? `, which without the change do not pass: ${e.failing.join("; ")}`
            : ", which pass without the change, too"
    }`;
}

const part = (name: string): string => (name === "" ? "" : name.startsWith("+") ? "continued" : `for ${name}`);

/** What a line says. */
export function told(e: Entry): Told {
    switch (e.type) {
        case "run-started":
            return {word: "run", text: joined(e.run, `of ${e.specFile}`, e.note)};
        case "resumed":
            return {word: "resume", text: `the run goes on, with version ${e.version}`};
        case "forked":
            return {word: "fork", text: `of ${e.of}, with its past before line ${e.from}`};
        case "stack-chosen":
            return {word: "stack", text: joined(e.stack, e.reason)};
        case "sized":
            return {word: "tasks", text: joined(e.cut.toLowerCase(), e.why)};
        case "forecasted":
            return {
                word: "forecast",
                text: joined(
                    estimate(e.plan),
                    e.others.map(other => `${cutWord(other.cut)} ${estimate(other)}`).join("; "),
                ),
            };
        case "programs-found":
            return {word: "programs", text: e.programs.join(", "), tone: "quiet"};
        case "programs-missing":
            return {word: "programs", text: e.faults.join(" "), tone: "bad"};
        case "changing":
            return {word: "change", text: `of what is there at ${e.base.slice(0, 10)}`};
        case "tests-tried":
            return {word: "tests", text: tried(e)};
        case "planned":
            return {word: "plan", text: joined(e.plan.name, size(e), ...e.notes)};
        case "allowed":
            return {word: "budget", text: joined(e.agent || e.task || "", allowed(e))};
        case "reserved":
            return {
                word: "reserved",
                text: joined(
                    e.agent,
                    e.alias,
                    `at most ${whole(e.input + e.output)} tokens`,
                    e.dollars < 0 ? "" : money(e.dollars),
                ),
                tone: "quiet",
                task: e.task,
            };
        case "reached":
            return {word: "budget", text: e.sentence, tone: "bad"};
        case "settled":
            return {
                word: "settled",
                text: joined(e.agent, e.alias, "no answer", count(tokensOf(e.usage), "token")),
                tone: "bad",
                task: e.task,
            };
        case "asked-model":
            return {
                word: "asked",
                text: joined(
                    e.agent,
                    e.alias,
                    e.attempt > 1 ? `attempt ${e.attempt}` : "",
                    part(e.part),
                    e.cut.length > 0 ? `${count(e.cut.length, "thing")} left out, as they did not fit` : "",
                ),
                task: e.task,
            };
        case "answered-model":
            return {
                word: "answer",
                text: joined(
                    e.agent,
                    e.recorded
                        ? "recorded"
                        : joined(
                              seconds(e.seconds),
                              count(tokensOf(e.usage), "token"),
                              e.cost > 0 ? money(e.cost) : "",
                          ),
                    e.cutOff ? "cut off" : "",
                    part(e.part),
                ),
                task: e.task,
            };
        case "checked":
            return {
                word: "check",
                text: joined(e.check, outcome(e), seconds(e.seconds), e.tests > 0 ? count(e.tests, "test") : ""),
                task: e.task,
                tone: holds(e) ? "good" : "bad",
            };
        case "replacing":
            return {word: "writes", text: Object.keys(e.files).join(", "), tone: "quiet", task: e.task};
        case "integrated":
            return {word: "commit", text: joined(e.commit.slice(0, 10), Object.keys(e.files).join(", ")), task: e.task};
        case "undone":
            return {word: "undone", text: e.tasks.join(", "), tone: "bad"};
        case "evidenced":
            return {
                word: "shown",
                text: joined(
                    e.requirement,
                    e.checks.length === 0 ? "nothing shows it" : `by ${e.checks.join(", ")}`,
                    e.files.join(", "),
                ),
                tone: e.checks.length === 0 ? "bad" : "good",
            };
        case "task-ended":
            return {
                word: e.state.toLowerCase(),
                text: joined(seconds(e.seconds), e.evidence),
                task: e.task,
                tone: e.state === "DONE" ? "good" : "bad",
            };
        case "asked":
            return {word: "question", text: e.question, tone: "ask"};
        case "answered":
            return {word: e.byPerson ? "answered" : "assumed", text: e.answer};
        case "noted":
            return {word: "note", text: e.sentence, task: e.task};
        case "run-ended":
            return {
                word: "end",
                text: joined(
                    e.label || (e.exit === 0 ? "done and checked" : "not done"),
                    `exit code ${e.exit}`,
                    seconds(e.seconds),
                ),
                tone: e.exit === 0 ? "good" : "bad",
            };
        case "streaming":
        case "check-started":
        case "unanswered":
        case "retold":
        case "parked":
            return {word: e.type, text: ""};
    }
}

/** The id of what a line is about, as people know it; empty for what is about all. */
export const subject = (task: string): string => task.replace(/^:/, "");
