import {createContext, useContext, useEffect, useState} from "react";
import type {Run} from "../fold/run";
import type {Millis} from "../fold/row";
import type {Live} from "./live";
import type {Report} from "./report";
import {href} from "./route";

/** The run that a view is about. */
export interface Shown {
    readonly live: Live;
    readonly run: Run;
    /** Its id as links name it; empty in a report. */
    readonly name: string;
    readonly report?: Report;
    /** Number of calls that each model takes at once, by alias, as far as it is known. */
    readonly slots: ReadonlyMap<string, number>;
    /** Changes with the run, so that what is drawn from it is drawn anew. */
    readonly version: number;
}

export const ShownRun = createContext<Shown | undefined>(undefined);

export function useShown(): Shown {
    const shown = useContext(ShownRun);
    if (!shown) throw new Error("This view is about a run, and there is none.");
    return shown;
}

/** Makes links to views of the run. */
export function useLinks(): (view: string, ...rest: string[]) => string {
    const {name} = useShown();
    return (view, ...rest) => href(name, view, rest);
}

/** The time, drawn anew every so often while the run goes on; of one that is over the last moment. */
export function useNow(shown: Shown, every = 1000): Millis {
    const moving = !shown.run.ended && !shown.report && shown.live.alive;
    const [now, setNow] = useState(Date.now());
    useEffect(() => {
        if (!moving) return;
        const timer = setInterval(() => setNow(Date.now()), every);
        return () => clearInterval(timer);
    }, [moving, every]);
    return moving ? Math.max(now, shown.run.heard ?? 0) : (shown.run.heard ?? now);
}

/** Whether the window is at least that wide, also when that changes. */
export function useWide(pixels: number): boolean {
    const query = `(min-width: ${pixels}px)`;
    const [wide, setWide] = useState(() => matchMedia(query).matches);
    useEffect(() => {
        const list = matchMedia(query);
        const tell = () => setWide(list.matches);
        tell();
        list.addEventListener("change", tell);
        return () => list.removeEventListener("change", tell);
    }, [query]);
    return wide;
}

/** Something that the server is asked for, with what is wrong where it does not answer. */
export function useAsked<T>(ask: () => Promise<T>, about: string): {value?: T; wrong?: unknown; again: () => void} {
    const [state, setState] = useState<{about: string; value?: T; wrong?: unknown}>({about: ""});
    const [turn, setTurn] = useState(0);
    useEffect(() => {
        let current = true;
        ask().then(
            value => current && setState({about, value}),
            (wrong: unknown) => current && setState(old => ({...old, about, wrong})),
        );
        return () => {
            current = false;
        };
        // What is asked follows from what it is about.
    }, [about, turn]);
    const fresh = state.about.split("\0")[0] === about.split("\0")[0] ? state : {about};
    return {value: fresh.value, wrong: fresh.wrong, again: () => setTurn(turn + 1)};
}
