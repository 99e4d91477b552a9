import dagre from "@dagrejs/dagre";
import type {Plan, Task} from "../events";
import {depths} from "../fold/board";

export const NODE = {width: 204, height: 44} as const;
const GAP = {rank: 56, node: 14} as const;
/** Larger graphs are laid out by levels alone, which takes no time. */
const LARGEST = 250;

export interface Placed {
    readonly task: Task;
    readonly x: number;
    readonly y: number;
}

interface Point {
    readonly x: number;
    readonly y: number;
}

export interface Edge {
    readonly from: string;
    readonly to: string;
    readonly points: ReadonlyArray<Point>;
}

export interface Layout {
    readonly nodes: ReadonlyArray<Placed>;
    readonly edges: ReadonlyArray<Edge>;
    readonly width: number;
    readonly height: number;
}

/** Where tasks stand, from left to right or from top to bottom. */
export function layoutOf(plan: Plan, direction: "LR" | "TB"): Layout {
    return plan.tasks.length > LARGEST ? byLevels(plan.tasks, direction) : byDagre(plan.tasks, direction);
}

const links = (tasks: ReadonlyArray<Task>): Array<readonly [string, string]> => {
    const ids = new Set(tasks.map(task => task.id));
    return tasks.flatMap(task =>
        [...new Set(task.dependsOn)].filter(id => ids.has(id)).map(id => [id, task.id] as const),
    );
};

function byDagre(tasks: ReadonlyArray<Task>, direction: "LR" | "TB"): Layout {
    const graph = new dagre.graphlib.Graph();
    graph.setGraph({rankdir: direction, nodesep: GAP.node, ranksep: GAP.rank, marginx: 12, marginy: 12});
    graph.setDefaultEdgeLabel(() => ({}));
    for (const task of tasks) graph.setNode(task.id, {...NODE});
    for (const [from, to] of links(tasks)) graph.setEdge(from, to);
    dagre.layout(graph);
    const size = graph.graph();
    return {
        nodes: tasks.map(task => {
            const {x, y} = graph.node(task.id) as {x: number; y: number};
            return {task, x, y};
        }),
        edges: graph.edges().map(edge => {
            const [from, to] = [graph.node(edge.v), graph.node(edge.w)] as Array<{x: number; y: number}>;
            const bends = (graph.edge(edge) as {points: Array<{x: number; y: number}>}).points.slice(1, -1);
            return {from: edge.v, to: edge.w, points: from && to ? ends(from, bends, to, direction) : bends};
        }),
        width: size.width ?? 0,
        height: size.height ?? 0,
    };
}

/** From the middle of one's side to the middle of the other's. */
function ends(from: Point, bends: ReadonlyArray<Point>, to: Point, direction: "LR" | "TB"): Point[] {
    const half = direction === "LR" ? {x: NODE.width / 2, y: 0} : {x: 0, y: NODE.height / 2};
    const straight = bends.length === 1;
    return [{x: from.x + half.x, y: from.y + half.y}, ...(straight ? [] : bends), {x: to.x - half.x, y: to.y - half.y}];
}

/** Each level in a column of its own, in which tasks stand near what they depend on. */
function byLevels(tasks: ReadonlyArray<Task>, direction: "LR" | "TB"): Layout {
    const depth = depths(tasks);
    const levels: Task[][] = [];
    for (const task of tasks) (levels[depth.get(task.id) ?? 0] ??= []).push(task);
    const across = direction === "LR" ? NODE.height + GAP.node : NODE.width + GAP.node;
    const along = direction === "LR" ? NODE.width + GAP.rank : NODE.height + GAP.rank;
    const most = Math.max(...levels.map(level => level.length));
    const order = new Map<string, number>();
    const placed = new Map<string, Placed>();
    levels.forEach((level, i) => {
        const near = (task: Task) => {
            const above = task.dependsOn.map(id => order.get(id)).filter(n => n !== undefined);
            return above.length === 0 ? 0 : above.reduce((sum, n) => sum + n, 0) / above.length;
        };
        const sorted = i === 0 ? level : [...level].sort((a, b) => near(a) - near(b));
        sorted.forEach((task, j) => {
            const place = (j + (most - sorted.length) / 2) * across + across / 2 + 12;
            order.set(task.id, place);
            const level = i * along + (direction === "LR" ? NODE.width : NODE.height) / 2 + 12;
            placed.set(task.id, direction === "LR" ? {task, x: level, y: place} : {task, x: place, y: level});
        });
    });
    const edges = links(tasks).flatMap(([from, to]) => {
        const a = placed.get(from);
        const b = placed.get(to);
        return a && b ? [{from, to, points: ends(a, [], b, direction)}] : [];
    });
    const [width, height] = [levels.length * along + 24, most * across + 24];
    return {
        nodes: [...placed.values()],
        edges,
        ...(direction === "LR" ? {width, height} : {width: height, height: width}),
    };
}

/** The chain of tasks whose time, taken together, is the longest; no other order ends sooner. */
export function criticalPath(tasks: ReadonlyArray<Task>, weight: (task: Task) => number): ReadonlyArray<string> {
    const depth = depths(tasks);
    const best = new Map<string, {total: number; before?: string}>();
    for (const task of [...tasks].sort((a, b) => (depth.get(a.id) ?? 0) - (depth.get(b.id) ?? 0))) {
        const before = task.dependsOn
            .filter(id => best.has(id))
            .reduce<string | undefined>(
                (most, id) =>
                    most === undefined || (best.get(id)?.total ?? 0) > (best.get(most)?.total ?? 0) ? id : most,
                undefined,
            );
        best.set(task.id, {total: weight(task) + (before === undefined ? 0 : (best.get(before)?.total ?? 0)), before});
    }
    let last: string | undefined;
    for (const [id, {total}] of best) if (last === undefined || total > (best.get(last)?.total ?? 0)) last = id;
    const path: string[] = [];
    for (; last !== undefined; last = best.get(last)?.before) path.unshift(last);
    return path;
}

/** A line through the points, bent softly. */
export function curve(points: Edge["points"], direction: "LR" | "TB"): string {
    const [first, ...rest] = points;
    if (!first) return "";
    let path = `M${first.x} ${first.y}`;
    let before = first;
    for (const point of rest) {
        const [mx, my] = [(before.x + point.x) / 2, (before.y + point.y) / 2];
        path +=
            direction === "LR"
                ? `C${mx} ${before.y} ${mx} ${point.y} ${point.x} ${point.y}`
                : `C${before.x} ${my} ${point.x} ${my} ${point.x} ${point.y}`;
        before = point;
    }
    return path;
}
