import {type ReactNode, useEffect, useState} from "react";
import {api, type Command, type Fault, Refused, sentence, type Start} from "../core/api";
import {useAsked} from "../core/context";
import {go, href} from "../core/route";
import {CommandLine, Section, Wrong} from "../parts/basics";
import {Text} from "../text/Text";
import {Field, type Form, VariableFields} from "./StartFields";
import {How, Spending} from "./StartOptions";

const MOST = 262_144;

/** What is sent: fields that were left as they are do not go along. */
function fieldsOf(form: Form): Start {
    const filled = Object.entries(form).filter(
        ([key, value]) =>
            key === "spec" ||
            !(
                value === "" ||
                value === undefined ||
                (value === false && key !== "askPlan") ||
                (Array.isArray(value) && value.length === 0) ||
                (typeof value === "object" && Object.keys(value).length === 0)
            ),
    );
    return Object.fromEntries(filled) as unknown as Start;
}

/** What is to be built, and how; with the command line that it stands for. */
export function StartView(): ReactNode {
    const stacks = useAsked(() => api.stacks(), "stacks");
    const models = useAsked(() => api.models(), "models");
    const [form, setForm] = useState<Form>({spec: "", askPlan: true});
    const [command, setCommand] = useState<Command>();
    const [faults, setFaults] = useState<ReadonlyArray<Fault>>([]);
    const [wrong, setWrong] = useState("");
    const [busy, setBusy] = useState(false);
    const [over, setOver] = useState(false);
    const set = (part: Partial<Form>) => setForm(old => ({...old, ...part}));
    const about = (pointer: string) =>
        [...faults, ...(command?.faults ?? [])].filter(fault => fault.pointer === pointer).map(fault => fault.sentence);
    const ready = form.spec.trim() !== "" || (form.specFile ?? "") !== "";
    useEffect(() => {
        setFaults([]);
        let current = true;
        const timer = setTimeout(
            () =>
                void (ready ? api.command(fieldsOf(form)) : Promise.resolve(undefined)).then(
                    told => current && setCommand(told),
                    () => current && setCommand(undefined),
                ),
            300,
        );
        return () => {
            current = false;
            clearTimeout(timer);
        };
    }, [form, ready]);
    const start = async () => {
        setBusy(true);
        setWrong("");
        try {
            go(href((await api.start(fieldsOf(form))).run, ""));
        } catch (problem) {
            setWrong(sentence(problem));
            setFaults(problem instanceof Refused ? problem.faults : []);
        } finally {
            setBusy(false);
        }
    };
    const take = async (file: File | undefined) => {
        if (!file) return;
        if (file.size > MOST)
            return setWrong(`${file.name} has ${file.size} bytes; a specification has at most ${MOST}.`);
        setWrong("");
        set({spec: await file.text(), specName: file.name, specFile: ""});
    };
    const chosen = stacks.value?.stacks.find(stack => form.stack?.length === 1 && stack.name === form.stack[0]);
    return (
        <form
            className={over ? "start over" : "start"}
            onSubmit={event => {
                event.preventDefault();
                void start();
            }}
            onDragOver={event => {
                event.preventDefault();
                setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={event => {
                event.preventDefault();
                setOver(false);
                void take(event.dataTransfer.files[0]);
            }}>
            <h1>Start a run</h1>
            {stacks.wrong !== undefined && <Wrong wrong={stacks.wrong} again={stacks.again} />}
            <div className="start-columns">
                <div className="what">
                    <Field
                        label={form.change ? "What is to be different" : "Specification"}
                        wrong={[...about("/spec"), ...about("/specFile")]}
                        help={
                            form.change
                                ? "One sentence may do: what is to be different, or what happens and what should happen."
                                : "In plain language: what it does, what goes in, what comes out. Type it, or drop a file here."
                        }>
                        {(id, described) =>
                            form.specFile ? (
                                <p className="taken" id={id}>
                                    <code>
                                        <Text>{form.specFile}</Text>
                                    </code>
                                    <button type="button" onClick={() => set({specFile: "", replay: "", stack: []})}>
                                        Write one instead
                                    </button>
                                </p>
                            ) : (
                                <textarea
                                    id={id}
                                    className="spec"
                                    rows={18}
                                    aria-describedby={described}
                                    value={form.spec}
                                    spellCheck="false"
                                    maxLength={MOST}
                                    onChange={event => set({spec: event.target.value})}
                                />
                            )
                        }
                    </Field>
                    <div className="tools">
                        <label className="button">
                            Take a file
                            <input
                                type="file"
                                className="unseen"
                                accept=".md,.txt,text/*"
                                onChange={event => void take(event.target.files?.[0])}
                            />
                        </label>
                        {form.specName && (
                            <span className="quiet">
                                <Text>{form.specName}</Text>
                            </span>
                        )}
                        {chosen?.example.spec && form.specFile !== chosen.example.spec && (
                            <button
                                type="button"
                                onClick={() =>
                                    set({
                                        spec: "",
                                        specName: "",
                                        specFile: chosen.example.spec ?? "",
                                        replay: chosen.example.tape ?? "",
                                    })
                                }>
                                Try {chosen.name}'s example from its tape
                            </button>
                        )}
                        <label>
                            <input
                                type="checkbox"
                                checked={form.change ?? false}
                                onChange={event => set({change: event.target.checked})}
                            />{" "}
                            change a project that is there
                        </label>
                    </div>
                </div>
                <div className="how">
                    <Section title="Stack">
                        <Field
                            label="Kind of project"
                            help={chosen?.description ?? "The planner chooses by what the specification asks for."}
                            wrong={about("/stack")}>
                            {(id, described) => (
                                <select
                                    id={id}
                                    aria-describedby={described}
                                    value={form.stack?.[0] ?? ""}
                                    onChange={event =>
                                        set({stack: event.target.value === "" ? [] : [event.target.value], set: {}})
                                    }>
                                    <option value="">let the planner choose</option>
                                    {stacks.value?.stacks.map(stack => (
                                        <option key={stack.name}>{stack.name}</option>
                                    ))}
                                </select>
                            )}
                        </Field>
                        {chosen && <VariableFields stack={chosen} form={form} set={set} about={about} />}
                        {Object.keys(stacks.value?.broken ?? {}).map(name => (
                            <p key={name} className="warn">
                                <Text>{`${name} is broken: ${stacks.value?.broken[name]?.join(" ") ?? ""}`}</Text>
                            </p>
                        ))}
                    </Section>
                    <Spending form={form} set={set} about={about} />
                    <How form={form} set={set} about={about} models={models.value} />
                </div>
                <div className="submit">
                    {about("").map((fault, i) => (
                        <p key={i} className="wrong">
                            <Text>{fault}</Text>
                        </p>
                    ))}
                    {wrong !== "" && (
                        <p className="wrong" role="alert">
                            {wrong.split("\n").map((line, i) => (
                                <span key={i} className="line">
                                    <Text>{line}</Text>
                                </span>
                            ))}
                        </p>
                    )}
                    {command && <CommandLine line={command.line} />}
                    <button type="submit" className="primary large" disabled={!ready || busy} aria-busy={busy}>
                        {busy ? "Starts …" : "Start"}
                    </button>
                </div>
            </div>
        </form>
    );
}
