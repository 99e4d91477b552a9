import {useSyncExternalStore} from "react";

/** Where in the page one is; all of it stands behind the address's #, so that it works in a file, too. */
export interface Route {
    /** Empty on pages that are about no run, and in a report. */
    readonly run: string;
    readonly view: string;
    readonly rest: ReadonlyArray<string>;
    readonly query: URLSearchParams;
}

const decoded = (part: string): string => {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
};

export function parse(hash: string): Route {
    const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
    const parts = path
        .split("/")
        .filter(part => part !== "")
        .map(decoded);
    const run = parts[0] === "run" ? (parts[1] ?? "") : "";
    const [view = "", ...rest] = parts[0] === "run" ? parts.slice(2) : parts;
    return {run, view, rest, query: new URLSearchParams(query)};
}

/** A link to a view of a run; in a report the run is left out. */
export function href(run: string, view: string, rest: ReadonlyArray<string> = [], query = ""): string {
    const parts = [...(run === "" ? [] : ["run", run]), view, ...rest].filter(part => part !== "");
    return `#/${parts.map(encodeURIComponent).join("/")}${query === "" ? "" : `?${query}`}`;
}

export const go = (to: string): void => {
    location.hash = to.replace(/^#/, "");
};

const subscribe = (reader: () => void): (() => void) => {
    addEventListener("hashchange", reader);
    return () => removeEventListener("hashchange", reader);
};

export const useRoute = (): Route =>
    parse(
        useSyncExternalStore(
            subscribe,
            () => location.hash,
            () => "",
        ),
    );
