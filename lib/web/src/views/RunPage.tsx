import {type ReactNode, useEffect, useRef} from "react";
import {useLinks, useShown} from "../core/context";
import {useRoute} from "../core/route";
import {Guard} from "../parts/Guard";
import {BoardView} from "./Board";
import {ChangesView} from "./Changes";
import {ChecksView} from "./Checks";
import {CostView} from "./Cost";
import {FilesView} from "./Files";
import {GraphView} from "./Graph";
import {LogView} from "./Log";
import {PlanView} from "./Plan";
import {QuestionsView} from "./Questions";
import {RequirementsView} from "./Requirements";
import {Banner, Head, useServed} from "./RunHead";
import {TaskView} from "./Task";
import {TimelineView} from "./Timeline";

/** The views of a run, in the order in which they are named. */
export const VIEWS: ReadonlyArray<readonly [string, string]> = [
    ["board", "Board"],
    ["graph", "Graph"],
    ["timeline", "Timeline"],
    ["plan", "Plan"],
    ["requirements", "Requirements"],
    ["questions", "Questions"],
    ["checks", "Checks"],
    ["changes", "Changes"],
    ["files", "Files"],
    ["cost", "Cost"],
    ["log", "Log"],
];

function View({view}: {view: string}): ReactNode {
    const {rest, query} = useRoute();
    const path = rest.join("/");
    switch (view) {
        case "graph":
            return <GraphView />;
        case "timeline":
            return <TimelineView />;
        case "plan":
            return <PlanView />;
        case "requirements":
            return <RequirementsView chosen={path} key={path} />;
        case "questions":
            return <QuestionsView />;
        case "checks":
            return <ChecksView />;
        case "changes":
            return <ChangesView task={path} key={path} />;
        case "files":
            return <FilesView path={path} line={Number(query.get("line") ?? 0)} />;
        case "cost":
            return <CostView />;
        case "log":
            return <LogView at={Number(path) || 0} />;
        case "task":
            return <TaskView id={path} key={path} />;
        default:
            return <BoardView />;
    }
}

const NUMBERED: Readonly<Record<string, string>> = {questions: "open", requirements: "unshown", checks: "failed"};

/** Numbers beside the names of views: what one should know before going there. */
function numberOf(view: string, shown: ReturnType<typeof useShown>): string {
    const {run} = shown;
    switch (view) {
        case "questions":
            return run.open().length > 0 ? String(run.open().length) : "";
        case "requirements": {
            const open = [...run.evidence.values()].filter(one => one.checks.length === 0).length;
            return open > 0 ? String(open) : "";
        }
        case "checks": {
            const bad = [...run.board.endChecks.values()].filter(row => row.state === "failed").length;
            return bad > 0 ? String(bad) : "";
        }
        default:
            return "";
    }
}

/** A run with its views. */
export function RunPage({head}: {head: ReactNode}): ReactNode {
    const shown = useShown();
    const route = useRoute();
    const link = useLinks();
    const served = useServed();
    const view = route.view === "" ? "board" : route.view;
    const views = useRef<HTMLElement>(null);
    useEffect(() => {
        const strip = views.current;
        const at = strip?.querySelector<HTMLElement>('[aria-current="page"]');
        if (strip && at) strip.scrollLeft = at.offsetLeft - (strip.clientWidth - at.offsetWidth) / 2;
    }, [view]);
    return (
        <>
            <Head tools={head} served={served} />
            <Banner served={served} view={view} />
            <div className="run-page">
                <nav className="views" ref={views} aria-label="Views of the run">
                    <ul>
                        {VIEWS.map(([id, title]) => {
                            const number = numberOf(id, shown);
                            const current = id === view || (view === "task" && id === "board");
                            return (
                                <li key={id}>
                                    <a href={link(id)} aria-current={current ? "page" : undefined}>
                                        {title}
                                        {number !== "" && (
                                            <span className={id === "questions" ? "number ask" : "number"}>
                                                {number}
                                                <span className="unseen"> {NUMBERED[id]}</span>
                                            </span>
                                        )}
                                    </a>
                                </li>
                            );
                        })}
                    </ul>
                </nav>
                <main id="content" tabIndex={-1} className={`view view-${view}`}>
                    <Guard key={view}>
                        <View view={view} />
                    </Guard>
                </main>
            </div>
        </>
    );
}
