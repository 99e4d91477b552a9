import {useMemo, useState, type ReactNode} from "react";
import {count} from "../core/amounts";
import {useLinks, useShown} from "../core/context";
import type {Plan, Requirement} from "../events";
import type {Run} from "../fold/run";
import {Nothing, Section} from "../parts/basics";
import {Sign} from "../parts/Sign";
import {Code, Text} from "../text/Text";

/** Numbers of lines that ranges such as 12-14 name. */
export function linesOf(ranges: ReadonlyArray<string>): Set<number> {
    const lines = new Set<number>();
    for (const range of ranges) {
        const [, from = "", to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range.trim()) ?? [];
        for (let line = Number(from); from !== "" && line <= Math.min(Number(to), Number(from) + 100_000); line++)
            lines.add(line);
    }
    return lines;
}

/** Lines of the specification that say something and that no requirement, task or background names. */
export function uncovered(spec: string, plan: Plan): number[] {
    const named = linesOf([
        ...(plan.requirements ?? []).flatMap(one => one.lines),
        ...plan.tasks.flatMap(task => task.lines ?? []),
        ...plan.background,
        ...plan.unclear.flatMap(one => one.lines ?? []),
    ]);
    return spec
        .split("\n")
        .map((line, i) => [line, i + 1] as const)
        .filter(([line, number]) => line.trim() !== "" && !line.trimStart().startsWith("#") && !named.has(number))
        .map(([, number]) => number);
}

type Standing = "unshown" | "open" | "shown";

function standing(run: Run, requirement: Requirement): Standing {
    const tasks = (run.plan?.tasks ?? []).filter(task => task.requirements?.includes(requirement.id));
    if (!tasks.every(task => run.board.tasks.get(task.id)?.state === "done") || run.evidence.size === 0) return "open";
    return (run.evidence.get(requirement.id)?.checks.length ?? 0) > 0 ? "shown" : "unshown";
}

const ORDER: Readonly<Record<Standing, number>> = {unshown: 0, open: 1, shown: 2};
const WORDS: Readonly<Record<Standing, string>> = {unshown: "nothing shows it", open: "not built yet", shown: "shown"};

/** What is asked for, with what shows that it is there; beside it the specification. */
export function RequirementsView({chosen}: {chosen: string}): ReactNode {
    const {run, version} = useShown();
    const link = useLinks();
    const [looked, setLooked] = useState(chosen);
    const {plan, started} = run;
    const sorted = useMemo(
        () =>
            (plan?.requirements ?? [])
                .map(one => ({one, how: standing(run, one)}))
                .sort((a, b) => ORDER[a.how] - ORDER[b.how]),
        [version],
    );
    const bare = useMemo(() => (plan && started ? uncovered(started.spec, plan) : []), [plan, started]);
    if (!plan) return <Nothing>There is no plan yet: {run.phase()}.</Nothing>;
    const at = sorted.find(({one}) => one.id === (chosen || looked))?.one;
    const marked = linesOf(at?.lines ?? []);
    return (
        <div className="beside">
            <Section
                title={`${count(sorted.length, "requirement")}, unshown first`}
                aside={
                    bare.length > 0 && (
                        <span className="warn">
                            {count(bare.length, "line")} of the specification that nothing covers:{" "}
                            {bare.slice(0, 12).join(", ")}
                            {bare.length > 12 && " …"}
                        </span>
                    )
                }>
                {sorted.length === 0 && <Nothing>The plan names none.</Nothing>}
                <ul className="requirements">
                    {sorted.map(({one, how}) => {
                        const evidence = run.evidence.get(one.id);
                        const tasks = plan.tasks.filter(task => task.requirements?.includes(one.id));
                        return (
                            <li key={one.id} className={`${how}${at?.id === one.id ? " at" : ""}`}>
                                <button
                                    type="button"
                                    className="id"
                                    aria-pressed={at?.id === one.id}
                                    onClick={() => setLooked(at?.id === one.id ? "" : one.id)}
                                    title="Show its lines of the specification">
                                    <Text>{one.id}</Text>
                                </button>
                                <div>
                                    <p>
                                        <Text>{one.text}</Text>
                                    </p>
                                    <p className="facts">
                                        <span className={`state ${how}`}>
                                            <Sign
                                                stage={
                                                    how === "shown" ? "done" : how === "open" ? "waiting" : "blocked"
                                                }
                                            />{" "}
                                            {WORDS[how]}
                                            {how === "shown" && (
                                                <>
                                                    {" "}
                                                    by <Text>{evidence?.checks.join(", ") ?? ""}</Text>
                                                </>
                                            )}
                                        </span>
                                        {evidence?.files.map(path => (
                                            <a key={path} href={link("files", path)}>
                                                <Text>{path}</Text>
                                            </a>
                                        ))}
                                        <span className="quiet">
                                            {one.lines.length > 0 && `lines ${one.lines.join(", ")}`}
                                        </span>
                                        <span className="quiet">
                                            {tasks.map((task, i) => (
                                                <span key={task.id}>
                                                    {i > 0 && ", "}
                                                    <a href={link("task", task.id)}>
                                                        <Text>{task.id}</Text>
                                                    </a>
                                                </span>
                                            ))}
                                        </span>
                                    </p>
                                </div>
                            </li>
                        );
                    })}
                </ul>
            </Section>
            <Section
                title="Specification"
                aside={
                    <span className="quiet">
                        <Text>{started?.specFile.split("/").at(-1) ?? ""}</Text>
                    </span>
                }>
                <Code
                    text={started?.spec ?? ""}
                    language="md"
                    at={Math.min(...marked, Infinity) === Infinity ? 0 : Math.min(...marked)}
                    marked={marked}
                    name="Specification"
                    key={at?.id ?? ""}
                />
            </Section>
        </div>
    );
}
