import {describe, expect, test} from "vitest";
import type {Plan, Task} from "../src/events";
import {depths} from "../src/fold/board";
import {parse, href} from "../src/core/route";
import {criticalPath, layoutOf} from "../src/parts/layout";
import {lanesOf, Scale, type Span} from "../src/parts/lanes";
import {rank} from "../src/parts/Palette";
import {choicesIn, taskOf} from "../src/views/Questions";
import {linesOf, uncovered} from "../src/views/Requirements";
import {clock, money, seconds, short} from "../src/core/amounts";

const task = (id: string, ...dependsOn: string[]): Task => ({
    id,
    title: id,
    agent: "a",
    description: "",
    files: [],
    dependsOn,
    provides: [],
    uses: [],
});
const planOf = (tasks: Task[]): Plan => ({
    stack: "s",
    name: "n",
    summary: "",
    contracts: [],
    tasks,
    checks: [],
    unclear: [],
    background: [],
});

test.each([
    ["run", "graph", ["a/b", "c d"]],
    ["", "task", ["x?y=#z"]],
    ["r", "", []],
])("a link leads to where it says: %s %s %j", (run, view, rest) => {
    expect(parse(href(run, view, rest))).toMatchObject({run, view, rest});
});

test("an address that somebody cut off leads somewhere all the same", () => {
    expect(parse("#/run/r/task/%E0%A4%A")).toMatchObject({run: "r", view: "task", rest: ["%E0%A4%A"]});
});

describe("the graph", () => {
    const tasks = [task("a"), task("b", "a"), task("c", "a"), task("d", "b", "c")];
    test("levels", () => {
        expect([...depths(tasks)]).toEqual([
            ["a", 0],
            ["b", 1],
            ["c", 1],
            ["d", 2],
        ]);
    });
    test("a circle, as a plan that is being edited may have one, ends", () => {
        expect(depths([task("a", "b"), task("b", "a")]).size).toBe(2);
    });
    test("the longest chain goes by time, not by number of tasks", () => {
        expect(criticalPath([...tasks, task("alone")], one => (one.id === "alone" ? 10 : 2))).toEqual(["alone"]);
        expect(criticalPath(tasks, one => (one.id === "c" ? 5 : 1))).toEqual(["a", "c", "d"]);
    });
    test.each(["LR", "TB"] as const)("no two of 1,000 tasks lie over each other, %s", direction => {
        const many = Array.from({length: 1000}, (_, i) =>
            task(`t${i}`, ...(i < 40 ? [] : [`t${i - 40}`, `t${(i * 7) % (i - 39)}`])),
        );
        const {nodes, width, height} = layoutOf(planOf(many), direction);
        expect(new Set(nodes.map(node => `${Math.round(node.x)},${Math.round(node.y)}`)).size).toBe(1000);
        expect(nodes.every(node => node.x > 0 && node.x < width && node.y > 0 && node.y < height)).toBe(true);
    });
});

describe("the timeline", () => {
    const span = (from: number, until?: number): Span => ({from, until, task: "t", what: "", kind: "call"});
    test("spans that touch share a lane, spans that overlap do not, and one that goes on keeps its own", () => {
        expect(
            lanesOf([span(0, 10), span(5, 8), span(10, 20), span(8), span(30, 40)], 50).map(lane =>
                lane.map(one => one.from),
            ),
        ).toEqual([
            [0, 10, 30],
            [5, 8],
        ]);
    });
    test("the time between an end and a resume is drawn short", () => {
        const scale = new Scale([span(0, 10_000), span(3_600_000, 3_610_000)], 3_610_000);
        expect(scale.length).toBe(23_000);
        expect(scale.at(3_605_000)).toBe(18_000);
        expect(scale.gaps).toEqual([{at: 11_500, left: 3_590_000}]);
    });
});

describe("questions", () => {
    test("the terminal's choices", () => {
        const question =
            "'cli' still fails after 3 attempts:\n  say      nothing\nWhat now?\n  hint WORDS  ask again with them\n" +
            "  again       ask again\n  skip        leave it undone\n  stop        end the run for now";
        expect(choicesIn(question).map(choice => [choice.word, choice.argument])).toEqual([
            ["hint", "WORDS"],
            ["again", ""],
            ["skip", ""],
            ["stop", ""],
        ]);
        expect(choicesIn("Run it? [y/N]").map(choice => choice.word)).toEqual(["y", "n"]);
        expect(choicesIn("Which port?")).toEqual([]);
    });
    test("which task it is about", () => {
        expect([taskOf("repair:cli:3:1"), taskOf("unclear-1")]).toEqual(["cli", ""]);
    });
});

test("lines of the specification that nothing names", () => {
    const plan = {
        ...planOf([{...task("a"), lines: ["5"]}]),
        requirements: [{id: "R1", text: "", lines: ["2-3"]}],
        background: ["7"],
    };
    expect(uncovered("# T\nb\nc\nd\ne\n\ng", plan)).toEqual([4]);
    expect([...linesOf(["2-4", "x", "9"])]).toEqual([2, 3, 4, 9]);
});

test("the palette finds by letters in order, nearer ones first", () => {
    expect(rank("Requirements", "req")).toBeLessThan(rank("test-cli", "tcli"));
    expect(rank("Graph", "xyz")).toBe(-1);
});

test.each([
    [seconds(12.34), "12.3 s"],
    [seconds(59.96), "1 min 00 s"],
    [seconds(125), "2 min 05 s"],
    [seconds(3723), "1 h 02 min"],
    [clock(7.9), "7 s"],
    [short(9_999), "9,999"],
    [short(12_345), "12.3k"],
    [short(2_000_000), "2.0M"],
    [money(0), "$0"],
    [money(0.00001), "<$0.0001"],
    [money(0.0547), "$0.0547"],
    [money(1234.5), "$1,234.50"],
])("amounts as the terminal tells them: %s", (told, wanted) => {
    expect(told).toBe(wanted);
});
