import {useId, useState, type ReactNode} from "react";
import {api, type Choice, type OpenQuestion} from "../core/api";
import {time} from "../core/amounts";
import {useAsked, useLinks, useShown} from "../core/context";
import type {Question} from "../fold/question";
import {Act, Nothing, Section} from "../parts/basics";
import {Lines, Text} from "../text/Text";

/** The task that a question is about; empty where it is about none. */
export const taskOf = (id: string): string => /^repair:([^:]+):\d+:\d+$/.exec(id)?.[1] ?? "";

/** Whether it asks to carry out the plan. */
export const isPlan = (id: string): boolean => /^plan\b/.test(id);

/** Choices as the terminal shows them, where the server does not tell them. */
export function choicesIn(question: string): Choice[] {
    if (/\[y\/N\]|\[Y\/n\]/.test(question)) {
        return [
            {word: "y", argument: "", help: "yes"},
            {word: "n", argument: "", help: "no"},
        ];
    }
    const behind = question.slice(Math.max(0, question.lastIndexOf("What now?")));
    return [...behind.matchAll(/^ {2}([a-z]+)( [A-Z]+)? {2,}(\S.*)$/gm)].map(
        ([, word = "", argument = "", help = ""]) => ({word, argument: argument.trim(), help}),
    );
}

const YES_NO: Readonly<Record<string, string>> = {y: "Yes", n: "No", yes: "Yes", no: "No"};

/** An answer in one's own words. */
function Free({
    label,
    hint,
    send,
}: {
    label: string;
    hint: string;
    send: (words: string) => Promise<unknown>;
}): ReactNode {
    const [text, setText] = useState("");
    const id = useId();
    return (
        <div className="free">
            <label htmlFor={id}>{label}</label>
            <textarea
                id={id}
                rows={2}
                value={text}
                placeholder={hint}
                onChange={event => setText(event.target.value)}
            />
            <Act act={() => send(text.trim())} disabled={text.trim() === ""}>
                Send
            </Act>
        </div>
    );
}

/** A question that waits, with what can be answered. */
export function Ask({question, told}: {question: Question; told?: OpenQuestion}): ReactNode {
    const {name, report} = useShown();
    const link = useLinks();
    const {asked} = question;
    // A plan is taken from a file at a terminal; here it is edited.
    const choices = (told && told.choices.length > 0 ? told.choices : choicesIn(asked.question)).filter(
        choice => !isPlan(asked.id) || choice.argument === "",
    );
    const task = told?.task ?? taskOf(asked.id);
    const answer = (reply: string) => api.answer(name, asked.seq, reply);
    return (
        <article className="question open" aria-label="A question waits for you">
            <header>
                <span className="kind">{kindOf(asked.id)}</span>
                {task !== "" && (
                    <a href={link("task", task)}>
                        <Text>{task}</Text>
                    </a>
                )}
                <time>{time(asked.at)}</time>
            </header>
            <pre className="words">
                <Lines text={asked.question} />
            </pre>
            {report ? null : (
                <div className="answers">
                    {isPlan(asked.id) && (
                        <a className="button" href={link("plan")}>
                            Look at the plan
                        </a>
                    )}
                    {choices
                        .filter(choice => choice.argument === "")
                        .map((choice, i) => (
                            <Act
                                key={choice.word}
                                kind={i === 0 && choice.word !== "stop" ? "primary" : ""}
                                act={() => answer(choice.word)}>
                                {YES_NO[choice.word] ?? choice.word}
                                {choice.help !== "" && !(choice.word in YES_NO) && <small>{choice.help}</small>}
                            </Act>
                        ))}
                    {choices
                        .filter(choice => choice.argument !== "")
                        .map(choice => (
                            <Free
                                key={choice.word}
                                label={`${choice.word}: ${choice.help}`}
                                hint={choice.argument.toLowerCase()}
                                send={words => answer(`${choice.word} ${words}`)}
                            />
                        ))}
                    {choices.length === 0 && <Free label="Your answer" hint={asked.assumed} send={answer} />}
                    {choices.length === 0 && asked.assumed !== "" && (
                        <Act act={() => answer(asked.assumed)}>As assumed</Act>
                    )}
                </div>
            )}
            {asked.assumed !== "" && (
                <p className="assumed">
                    Without an answer: <Text>{asked.assumed === "n" ? "no" : asked.assumed}</Text>
                </p>
            )}
        </article>
    );
}

function kindOf(id: string): string {
    if (id.startsWith("unclear-")) return "The specification leaves this open";
    if (id.startsWith("repair:")) return "A task does not hold";
    if (id.startsWith("variable:")) return "A value of the stack";
    if (id.startsWith("trust")) return "Trust";
    if (isPlan(id)) return "The plan";
    if (id === "budget") return "The budget";
    if (id === "programs") return "Programs that are missing";
    return "May this be done?";
}

/** The questions that wait, with their choices as the server tells them. */
export function useTold(): ReadonlyMap<number, OpenQuestion> {
    const {name, run, report} = useShown();
    const open = run
        .open()
        .map(question => question.asked.seq)
        .join(",");
    const {value} = useAsked(async () => (report || open === "" ? [] : await api.questions(name)), `${name}\0${open}`);
    return new Map((value ?? []).map(question => [question.seq, question]));
}

export function QuestionsView(): ReactNode {
    const {run, report} = useShown();
    const told = useTold();
    const open = run.open();
    const past = run.questions.filter(question => !open.includes(question)).toReversed();
    return (
        <>
            <Section title="Waiting for an answer">
                {open.length === 0 && (
                    <Nothing>{run.ended || report ? "No question is open." : "Nobody waits for you."}</Nothing>
                )}
                {open.length > 0 && (
                    <p className="note">Here, at a terminal, or on another page: whoever answers first wins.</p>
                )}
                {open.map(question => (
                    <Ask key={question.asked.seq} question={question} told={told.get(question.asked.seq)} />
                ))}
            </Section>
            {past.length > 0 && (
                <Section title="Answered">
                    {past.map(({asked, answered}) => (
                        <article key={asked.seq} className="question">
                            <header>
                                <span className="kind">{kindOf(asked.id)}</span>
                                <time>{time(asked.at)}</time>
                            </header>
                            <pre className="words">
                                <Lines text={asked.question} />
                            </pre>
                            <p className="reply">
                                <b>{answered ? (answered.byPerson ? "Answered" : "Assumed") : "Not answered"}</b>{" "}
                                <Text>
                                    {answered ? (YES_NO[answered.answer] ?? answered.answer) : "the run ended before"}
                                </Text>
                            </p>
                        </article>
                    ))}
                </Section>
            )}
        </>
    );
}
