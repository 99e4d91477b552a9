import {memo, useEffect, useMemo, useRef, useState, type ReactNode} from "react";
import {seconds} from "../core/amounts";
import {useLinks, useNow, useShown, useWide} from "../core/context";
import type {Plan, Task} from "../events";
import {isOver, type Row, type Stage} from "../fold/row";
import {Nothing} from "../parts/basics";
import {criticalPath, curve, layoutOf, NODE, type Layout} from "../parts/layout";
import {shape} from "../parts/Sign";
import {visible} from "../text/visible";

const ZOOMS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.5];
const LONGEST_TITLE = 27;
const LONGEST_DETAIL = 31;
/** Tokens of a line of code, and of an answer in a second, as forecasts reckon. */
const TOKENS_A_LINE = 10;
const TOKENS_A_SECOND = 60;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** From left to right, or on a narrow window the way that is less wide. */
function fitting(plan: Plan, wide: boolean): {layout: Layout; direction: "LR" | "TB"} {
    const [across, down] = [layoutOf(plan, "LR"), wide ? undefined : layoutOf(plan, "TB")];
    return down && down.width < across.width ? {layout: down, direction: "TB"} : {layout: across, direction: "LR"};
}

/** The graph of a plan; with rows it shows how tasks stand. */
export function Picture({
    plan,
    rows,
    now = 0,
    link,
    chosen = "",
}: {
    plan: Plan;
    rows?: ReadonlyMap<string, Row>;
    now?: number;
    link: (task: string) => string;
    chosen?: string;
}): ReactNode {
    const wide = useWide(700);
    const {layout, direction} = useMemo(() => fitting(plan, wide), [plan, wide]);
    const ended = rows ? [...rows.values()].filter(row => isOver(row.state)).length : 0;
    const critical = useMemo(
        () =>
            criticalPath(plan.tasks, task => {
                const row = rows?.get(task.id);
                if (row && isOver(row.state)) return row.took;
                return Math.max(1, ((task.size ?? 0) * TOKENS_A_LINE) / TOKENS_A_SECOND);
            }),
        [plan, ended],
    );
    const onPath = new Set(critical);
    const frame = useRef<HTMLDivElement>(null);
    const [zoom, setZoom] = useState(1);
    const [focus, setFocus] = useState(chosen || layout.nodes[0]?.task.id || "");
    const fit = () => {
        const room = frame.current;
        if (!room) return;
        const wanted = Math.min((room.clientWidth - 4) / layout.width, (room.clientHeight - 4) / layout.height);
        setZoom(ZOOMS.findLast(step => step <= wanted) ?? 0.25);
    };
    useEffect(() => {
        const room = frame.current;
        if (room)
            setZoom(
                Math.max(
                    0.7,
                    ZOOMS.findLast(step => step <= Math.min(1, (room.clientWidth - 4) / layout.width)) ?? 0.7,
                ),
            );
    }, [layout]);
    const move = (event: React.KeyboardEvent) => {
        const next = neighbour(event.key);
        if (next === undefined) return;
        event.preventDefault();
        setFocus(next);
        frame.current?.querySelector<SVGAElement>(`[data-task="${CSS.escape(next)}"]`)?.focus();
    };
    /** The nearest task in the direction of the arrow. */
    const neighbour = (key: string): string | undefined => {
        const at = layout.nodes.find(node => node.task.id === focus);
        const way = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[key];
        if (!at || !way) return undefined;
        const [wx = 0, wy = 0] = way;
        const ahead = layout.nodes.filter(node => (node.x - at.x) * wx + (node.y - at.y) * wy > 10);
        const far = (node: {x: number; y: number}) => {
            const [dx, dy] = [Math.abs(node.x - at.x), Math.abs(node.y - at.y)];
            return wx === 0 ? dy + 2 * dx : dx + 2 * dy;
        };
        return ahead.length === 0
            ? undefined
            : ahead.reduce((best, node) => (far(node) < far(best) ? node : best)).task.id;
    };
    const step = (by: number) => {
        const at = ZOOMS.findIndex(one => one >= zoom);
        setZoom(ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, at + by))] ?? 1);
    };
    return (
        <div className="graph">
            <div className="tools">
                <button type="button" onClick={() => step(-1)} aria-label="Smaller">
                    −
                </button>
                <button type="button" onClick={() => step(1)} aria-label="Larger">
                    +
                </button>
                <button type="button" onClick={fit}>
                    Fit
                </button>
                <span className="legend">
                    <span className="swatch" /> longest chain: {critical.length} of {plan.tasks.length}
                </span>
            </div>
            <div
                className="frame"
                ref={frame}
                onKeyDown={move}
                role="group"
                tabIndex={-1}
                aria-label="Graph of tasks; arrow keys go from task to task">
                <svg
                    width={layout.width * zoom}
                    height={layout.height * zoom}
                    viewBox={`0 0 ${layout.width} ${layout.height}`}>
                    <Edges layout={layout} direction={direction} critical={critical} />
                    {layout.nodes.map(node => (
                        <Node
                            key={node.task.id}
                            id={node.task.id}
                            x={node.x}
                            y={node.y}
                            {...standing(node.task, rows?.get(node.task.id), now)}
                            title={node.task.title}
                            critical={onPath.has(node.task.id)}
                            to={link(node.task.id)}
                            focused={focus === node.task.id}
                            focus={setFocus}
                        />
                    ))}
                </svg>
            </div>
        </div>
    );
}

const Edges = memo(function Edges({
    layout,
    direction,
    critical,
}: {
    layout: Layout;
    direction: "LR" | "TB";
    critical: ReadonlyArray<string>;
}): ReactNode {
    const steps = new Set(critical.slice(1).map((id, i) => `${critical[i]}\0${id}`));
    return layout.edges.map((edge, i) => (
        <path
            key={i}
            d={curve(edge.points, direction)}
            className={steps.has(`${edge.from}\0${edge.to}`) ? "edge critical" : "edge"}
        />
    ));
});

/** What a task's box says of it. */
function standing(task: Task, row: Row | undefined, now: number): {stage?: Stage; detail: string} {
    const time = row && row.state !== "waiting" ? seconds(row.seconds(now)) : "";
    const again = row && row.attempt > 1 ? `attempt ${row.attempt}` : "";
    return {stage: row?.state, detail: [row?.agent || task.agent, time, again].filter(part => part !== "").join(" · ")};
}

/** Drawn anew only where something of it changed: there may be a thousand. */
const Node = memo(function Node({
    id,
    x,
    y,
    stage,
    detail,
    title,
    critical,
    to,
    focused,
    focus,
}: {
    id: string;
    x: number;
    y: number;
    stage?: Stage;
    detail: string;
    title: string;
    critical: boolean;
    to: string;
    focused: boolean;
    focus: (task: string) => void;
}): ReactNode {
    const name = visible(cut(id, LONGEST_TITLE - (stage ? 3 : 0)));
    const facts = visible(cut(detail, LONGEST_DETAIL));
    const left = stage ? 28 : 10;
    return (
        <g transform={`translate(${x - NODE.width / 2} ${y - NODE.height / 2})`}>
            <title>{visible(title)}</title>
            <a
                href={to}
                data-task={id}
                tabIndex={focused ? 0 : -1}
                onFocus={() => focus(id)}
                className={`node s-${stage ?? "waiting"}${critical ? " critical" : ""}`}
                aria-label={visible(
                    [`${name} ${facts}`, title, stage ?? "", critical ? "on the longest chain" : ""]
                        .filter(part => part !== "")
                        .join(", "),
                )}>
                <rect width={NODE.width} height={NODE.height} rx="6" />
                {stage && (
                    <g className={`sign s-${stage}`} transform="translate(9 8)">
                        {shape(stage)}
                    </g>
                )}
                <text x={left} y="19" className="name">
                    {name}
                </text>{" "}
                <text x={left} y="34" className="detail">
                    {facts}
                </text>
            </a>
        </g>
    );
});

export function GraphView(): ReactNode {
    const shown = useShown();
    const now = useNow(shown);
    const link = useLinks();
    const {plan} = shown.run;
    if (!plan) return <Nothing>There is no plan yet: {shown.run.phase()}.</Nothing>;
    return <Picture plan={plan} rows={shown.run.board.tasks} now={now} link={task => link("task", task)} />;
}
