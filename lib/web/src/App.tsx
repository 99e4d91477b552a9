import {useCallback, useEffect, useMemo, useRef, useState, type ReactNode} from "react";
import {api} from "./core/api";
import {ShownRun, useAsked, type Shown} from "./core/context";
import {Live, useLive} from "./core/live";
import {liveOf, type Report} from "./core/report";
import {href, useRoute} from "./core/route";
import {follow} from "./core/stream";
import {Guard} from "./parts/Guard";
import {Palette, type Entry} from "./parts/Palette";
import {useTheme} from "./parts/theme";
import {isPlan} from "./views/Questions";
import {RunPage, VIEWS} from "./views/RunPage";
import {RunsView} from "./views/Runs";
import {StartView} from "./views/Start";

/** What can be gone to and done about a run. */
function ofRun(shown: Shown): Entry[] {
    const {run, name, report} = shown;
    const views = VIEWS.map(([view, title]) => ({title, kind: "view", to: href(name, view)}));
    const tasks = run.tasks().map(row => ({
        title: row.id,
        kind: "task",
        hint: `${row.state}, ${row.title}`,
        to: href(name, "task", [row.id]),
    }));
    const files = run.written.present().map(path => ({title: path, kind: "file", to: href(name, "files", [path])}));
    const requirements = (run.plan?.requirements ?? []).map(one => ({
        title: one.id,
        kind: "requirement",
        hint: one.text,
        to: href(name, "requirements", [one.id]),
    }));
    const acts: Entry[] = report
        ? []
        : [
              ...(run.open().some(question => isPlan(question.asked.id))
                  ? [{title: "Approve the plan", kind: "do", act: () => void api.approve(name)}]
                  : []),
              ...(run.ended
                  ? [{title: "Resume the run", kind: "do", act: () => void api.resume(name, {})}]
                  : [{title: "Stop the run", kind: "do", act: () => void api.stop(name)}]),
              {title: "Save the report of the run", kind: "do", act: () => location.assign(api.report(name))},
          ];
    return [...views, ...acts, ...tasks, ...requirements, ...files];
}

/** A run that is followed, or that lies in the page. */
function Followed({
    name,
    report,
    tell,
    head,
}: {
    name: string;
    report?: Report;
    tell: (shown: Shown) => void;
    head: ReactNode;
}): ReactNode {
    const live = useMemo(() => (report ? liveOf(report) : new Live()), [name, report]);
    useEffect(() => (report ? undefined : follow(name, live)), [name, live, report]);
    useLive(live);
    const models = useAsked(async () => (report ? [] : await api.models()), "models");
    const slots = useMemo(
        () => new Map((models.value ?? []).map(model => [model.alias, model.parallel])),
        [models.value],
    );
    const shown: Shown = {live, run: live.run, name, report, slots, version: live.snapshot()};
    tell(shown);
    return (
        <ShownRun value={shown}>
            <RunPage head={head} />
        </ShownRun>
    );
}

export function App({report}: {report?: Report}): ReactNode {
    const route = useRoute();
    const {theme, next} = useTheme();
    const [open, setOpen] = useState(false);
    const shown = useRef<Shown>(undefined);
    const isRun = report !== undefined || route.run !== "";
    useEffect(() => {
        const key = (event: KeyboardEvent) => {
            if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
                event.preventDefault();
                setOpen(true);
            }
        };
        addEventListener("keydown", key);
        return () => removeEventListener("keydown", key);
    }, []);
    useEffect(() => {
        if (!isRun) document.title = "LLM Swarm";
    }, [isRun]);
    const entries = useCallback(
        (): Entry[] => [
            ...(isRun && shown.current ? ofRun(shown.current) : []),
            ...(report
                ? []
                : [
                      {title: "All runs", kind: "view", to: "#/"},
                      {title: "Start a run", kind: "do", to: "#/new"},
                  ]),
            {title: `Colours: ${theme}`, kind: "do", hint: "light, dark, or as the system has it", act: next},
        ],
        [isRun, report, theme, next],
    );
    const tools = (
        <div className="page-tools">
            <button
                type="button"
                className="quiet"
                onClick={() => setOpen(true)}
                aria-keyshortcuts="Control+K"
                aria-haspopup="dialog">
                <span className="long">Go to</span> <kbd>Ctrl K</kbd>
            </button>
            <button type="button" className="quiet" onClick={next} title="Light, dark, or as the system has it">
                <span className="unseen">Colours: </span>
                {theme === "system" ? "Auto" : theme === "dark" ? "Dark" : "Light"}
            </button>
        </div>
    );
    const page = isRun ? (
        <Followed
            key={route.run}
            name={report ? "" : route.run}
            report={report}
            tell={now => (shown.current = now)}
            head={tools}
        />
    ) : (
        <>
            <header className="top">
                <a className="brand" href="#/">
                    LLM Swarm
                </a>
                <span className="room" />
                {tools}
            </header>
            <main id="content" tabIndex={-1} className="plain">
                {route.view === "new" ? <StartView /> : <RunsView />}
            </main>
        </>
    );
    return (
        <>
            <a
                className="skip"
                href="#content"
                onClick={event => {
                    event.preventDefault();
                    document.getElementById("content")?.focus();
                }}>
                Skip to the content
            </a>
            <Guard>{page}</Guard>
            {open && <Palette entries={entries} close={() => setOpen(false)} />}
        </>
    );
}
