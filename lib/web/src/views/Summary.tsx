import type {ReactNode} from "react";
import {count, money, seconds, short, whole} from "../core/amounts";
import {useLinks, useShown} from "../core/context";
import {CommandLine} from "../parts/basics";
import {Lines, Text} from "../text/Text";
import {holds, isUnchecked, isWithoutResult} from "../fold/outcome";
import type {Run} from "../fold/run";

const named = (what: string, ids: ReadonlyArray<string>): string =>
    ids.length === 0 ? "" : `; ${what}: ${ids.join(", ")}`;

/** Requirements that are built by tasks which are all done. */
export function built(run: Run): ReadonlySet<string> {
    const tasks = run.plan?.tasks ?? [];
    const done = new Set<string>();
    for (const requirement of run.plan?.requirements ?? []) {
        const by = tasks.filter(task => task.requirements?.includes(requirement.id));
        if (by.length > 0 && by.every(task => run.board.tasks.get(task.id)?.state === "done")) done.add(requirement.id);
    }
    return done;
}

function checks(run: Run): string {
    const all = [...run.board.checks.values()].filter(
        check => check.task === "" || check.failure === "" || run.board.tasks.get(check.task)?.state !== "done",
    );
    const of = (told: string, number: number) => (number === 0 ? "" : `${number} ${told}`);
    const tests = [...run.board.endChecks.values()]
        .flatMap(row => row.checks)
        .reduce((sum, check) => sum + (check.result?.tests ?? 0), 0);
    const parts = [
        of("passed", all.filter(check => check.failure === "").length) || "0 passed",
        of("failed", all.filter(check => !holds(check) && !isUnchecked(check) && !isWithoutResult(check)).length),
        of("failed as before the change", all.filter(check => holds(check) && check.failure !== "").length),
        of("without a result", all.filter(isWithoutResult).length),
        of("not run", all.filter(isUnchecked).length),
    ];
    return parts.filter(part => part !== "").join(", ") + (tests === 0 ? "" : `; ${count(tests, "test")} ran`);
}

/** What a run came to. */
export function Summary(): ReactNode {
    const {run, report, live} = useShown();
    const link = useLinks();
    const end = run.ended;
    if (!end) return null;
    const requirements = run.plan?.requirements ?? [];
    const done = built(run);
    const unshown = requirements.filter(one => (run.evidence.get(one.id)?.checks.length ?? 0) === 0).map(one => one.id);
    const toll = run.spent.total();
    const project = report?.project ?? "";
    return (
        <section className={`summary ${end.exit === 0 ? "good" : "bad"}`} aria-label="What the run came to">
            <h2>
                <Text>{run.words()}</Text>
            </h2>
            {live.why !== "" && (
                <pre className="why">
                    <Lines text={live.why} />
                </pre>
            )}
            <dl>
                {run.plan && (
                    <>
                        <dt>{run.changing ? "Changed" : "Made"}</dt>
                        <dd>
                            <Text>{run.plan.name}</Text>: {run.count("done")} of {count(run.tasks().length, "task")},{" "}
                            {count(run.written.commits.length, "commit")},{" "}
                            <a href={link("files")}>{count(run.written.present().length, "file")}</a>
                        </dd>
                    </>
                )}
                {requirements.length > 0 && (
                    <>
                        <dt>Requirements</dt>
                        <dd>
                            <a href={link("requirements")}>
                                {done.size} of {requirements.length} built
                            </a>
                            <Text>{run.evidence.size === 0 ? "" : named("not shown by a test", unshown)}</Text>
                        </dd>
                    </>
                )}
                {run.board.checks.size > 0 && (
                    <>
                        <dt>Checks</dt>
                        <dd>
                            <a href={link("checks")}>{checks(run)}</a>
                        </dd>
                    </>
                )}
                {run.reached && (
                    <>
                        <dt>Budget</dt>
                        <dd>
                            <Text>{run.reached.sentence}</Text>
                        </dd>
                    </>
                )}
                <dt>Tokens</dt>
                <dd>
                    <a href={link("cost")}>{whole(run.tokens())}</a>
                    {run.recorded() > 0 &&
                        ` (${count(run.recorded(), "answer")} from the ${run.forked ? "run it was forked from" : "tape"})`}
                    {toll.dollars > 0 && `, ${money(toll.dollars)}`}
                    {toll.unpriced > 0 && `, ${short(toll.unpriced)} of unknown price`}
                </dd>
                <dt>Time</dt>
                <dd>{seconds(end.seconds)}</dd>
            </dl>
            {project !== "" && <CommandLine line={`cd ${project} && git log --stat`} />}
        </section>
    );
}
