import {useState, type ReactNode} from "react";
import {api} from "../core/api";
import {bytes, count, time} from "../core/amounts";
import {useAsked, useLinks, useShown, useWide} from "../core/context";
import {fileOf} from "../core/report";
import {CommandLine, Nothing, Section, Wrong} from "../parts/basics";
import {languageOf} from "../text/highlight";
import {Code, Text} from "../text/Text";

function FileText({path, line}: {path: string; line: number}): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const {value, wrong, again} = useAsked(
        async () => (report ? fileOf(report, path) : await api.file(name, path)),
        `${name} ${path}\0${run.written.digests.get(path) ?? ""}`,
    );
    const writer = run.written.writers().get(path);
    return (
        <Section
            title={path}
            aside={
                <>
                    {value && <span className="quiet">{bytes(value.bytes)}</span>}
                    {writer && writer !== "scaffold" && (
                        <>
                            {" "}
                            by{" "}
                            <a href={link("task", writer)}>
                                <Text>{writer}</Text>
                            </a>
                        </>
                    )}
                </>
            }>
            {wrong !== undefined && <Wrong wrong={wrong} again={again} />}
            {value?.binary && <Nothing>It is not text.</Nothing>}
            {value && !value.binary && (
                <Code text={value.text} language={languageOf(path)} at={line} name={path} key={`${path}:${line}`} />
            )}
            {value?.cut && <p className="note">Only the first MB is shown.</p>}
        </Section>
    );
}

/** The files of the project, who wrote them, and the commits. */
export function FilesView({path, line}: {path: string; line: number}): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const beside = useWide(900);
    const [words, setWords] = useState("");
    const told = useAsked(
        async () => (report ? undefined : await api.files(name)),
        `${name}\0${run.written.commits.length}`,
    );
    const commits = useAsked(
        async () => (report ? (report.commits ?? []) : await api.commits(name)),
        `${name}\0${run.written.commits.length}`,
    );
    const writers = run.written.writers();
    const files =
        told.value?.files ?? run.written.present().map(one => ({path: one, bytes: -1, task: writers.get(one)}));
    const shown = files.filter(file => file.path.toLowerCase().includes(words.toLowerCase()));
    const titles = new Map((commits.value ?? []).map(commit => [commit.hash, commit.title]));
    const project = report?.project ?? told.value?.project ?? "";
    if (run.written.commits.length === 0) return <Nothing>Nothing was committed yet.</Nothing>;
    return (
        <>
            {project !== "" && <CommandLine line={`cd ${project} && git log --stat`} />}
            <div className={path !== "" && beside ? "beside files" : "files"}>
                {path !== "" && !beside && <FileText path={path} line={line} />}
                <div>
                    <Section
                        title={count(files.length, "file")}
                        aside={
                            <input
                                type="search"
                                aria-label="Only files with these letters"
                                placeholder="Only …"
                                value={words}
                                onChange={event => setWords(event.target.value)}
                            />
                        }>
                        <ul className="file-list">
                            {shown.slice(0, 1000).map(file => (
                                <li key={file.path} className={file.path === path ? "at" : ""}>
                                    <a
                                        href={link("files", file.path)}
                                        aria-current={file.path === path ? "true" : undefined}>
                                        <Text>{file.path}</Text>
                                    </a>
                                    <span className="quiet">
                                        <Text>{file.task ?? ""}</Text>
                                    </span>
                                    <span className="quiet n">{file.bytes < 0 ? "" : bytes(file.bytes)}</span>
                                </li>
                            ))}
                        </ul>
                        {shown.length > 1000 && <p className="note">And {count(shown.length - 1000, "more file")}.</p>}
                    </Section>
                    <Section title={count(run.written.commits.length, "commit")}>
                        <ol className="commits">
                            {run.written.commits.toReversed().map(({event, at}, i) => (
                                <li key={i}>
                                    <code>{event.commit.slice(0, 10)}</code>
                                    <span>
                                        <Text>{titles.get(event.commit) ?? event.task}</Text>
                                    </span>
                                    <span className="quiet">
                                        {event.task === "scaffold" ? (
                                            "scaffold"
                                        ) : (
                                            <a href={link("changes", event.task)}>
                                                <Text>{event.task}</Text>
                                            </a>
                                        )}
                                    </span>
                                    <time className="quiet">{time(at)}</time>
                                </li>
                            ))}
                        </ol>
                    </Section>
                </div>
                {path !== "" && beside && <FileText path={path} line={line} />}
            </div>
        </>
    );
}
