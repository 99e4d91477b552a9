import type {Kept} from "../events";
import type {Commit, FileText} from "./api";
import {Live} from "./live";

/** A run that lies in the page itself, with what a server would tell of its project. */
export interface Report {
    readonly entries: ReadonlyArray<Kept>;
    readonly files?: Readonly<Record<string, string>>;
    /** Unified diffs by task; that of the run under the empty name. */
    readonly diffs?: Readonly<Record<string, string>>;
    readonly commits?: ReadonlyArray<Commit>;
    readonly project?: string;
}

/** What the page brought along; undefined where it is served. */
export function broughtAlong(page: Document): Report | undefined {
    const text = page.getElementById("events")?.textContent;
    if (!text) return undefined;
    const brought = JSON.parse(text) as Report | Kept[];
    return Array.isArray(brought) ? {entries: brought} : brought;
}

export function liveOf(report: Report): Live {
    const live = new Live();
    live.connection = "file";
    for (const entry of report.entries) live.run.accept(entry);
    return live;
}

export function fileOf(report: Report, path: string): FileText {
    const text = report.files?.[path];
    if (text === undefined) throw new Error("The report does not hold this file.");
    return {path, bytes: text.length, binary: false, cut: false, text};
}
