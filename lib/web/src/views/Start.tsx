import {useEffect, useId, useState, type ReactNode} from "react";
import {api, Refused, sentence, type Command, type Fault, type Stack, type Start} from "../core/api";
import {useAsked} from "../core/context";
import {go, href} from "../core/route";
import {CommandLine, Section, Wrong} from "../parts/basics";
import {Text} from "../text/Text";

const MOST = 262_144;

function Field({label, help, wrong, children}: {
    label: string; help?: string; wrong?: ReadonlyArray<string>; children: (id: string, described?: string) => ReactNode;
}): ReactNode {
    const id = useId();
    const bad = (wrong?.length ?? 0) > 0;
    return <div className={bad ? "field wrong-field" : "field"}>
        <label htmlFor={id}>{label}</label>
        {children(id, bad || help ? `${id}-help` : undefined)}
        {(bad || help) && <p id={`${id}-help`} className={bad ? "wrong" : "help"}><Text>{bad ? wrong?.join(" ") ?? "" : help ?? ""}</Text></p>}
    </div>;
}

interface Form extends Start {
    spec: string;
}

/** What is sent: fields that were left as they are do not go along. */
function fieldsOf(form: Form): Start {
    const filled = Object.entries(form).filter(([key, value]) => key === "spec" || !(value === "" || value === undefined || value === false
        && key !== "askPlan" || (Array.isArray(value) && value.length === 0)
        || (typeof value === "object" && Object.keys(value).length === 0)));
    return Object.fromEntries(filled) as unknown as Start;
}

function VariableFields({stack, form, set, about}: {
    stack: Stack; form: Form; set: (part: Partial<Form>) => void; about: (pointer: string) => string[];
}): ReactNode {
    return <div className="fields">{stack.variables.map(variable => {
        const value = form.set?.[variable.name] ?? "";
        const change = (next: string) => {
            const {[variable.name]: _, ...rest} = form.set ?? {};
            set({set: next === "" ? rest : {...rest, [variable.name]: next}});
        };
        return <Field key={variable.name} label={variable.name} help={variable.help || variable.takes} wrong={about(`/set/${variable.name}`)}>
            {(id, described) => variable.choices.length > 0 || variable.type === "flag"
                ? <select id={id} aria-describedby={described} value={value} onChange={event => change(event.target.value)}>
                    <option value="">{variable.usual !== undefined ? `${variable.usual} (usual)` : "choose one"}</option>
                    {(variable.choices.length > 0 ? variable.choices : ["true", "false"]).filter(one => one !== variable.usual).map(one => <option key={one}>{one}</option>)}
                </select>
                : <input id={id} type="text" aria-describedby={described} value={value} placeholder={variable.usual ?? ""}
                    onChange={event => change(event.target.value)}/>}
        </Field>;
    })}</div>;
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
    const about = (pointer: string) => [...faults, ...command?.faults ?? []].filter(fault => fault.pointer === pointer).map(fault => fault.sentence);
    const ready = form.spec.trim() !== "" || (form.specFile ?? "") !== "";
    useEffect(() => {
        setFaults([]);
        let current = true;
        const timer = setTimeout(() => void (ready ? api.command(fieldsOf(form)) : Promise.resolve(undefined)).then(
            told => current && setCommand(told), () => current && setCommand(undefined)), 300);
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
        if (file.size > MOST) return setWrong(`${file.name} has ${file.size} bytes; a specification has at most ${MOST}.`);
        setWrong("");
        set({spec: await file.text(), specName: file.name, specFile: ""});
    };
    const chosen = stacks.value?.stacks.find(stack => form.stack?.length === 1 && stack.name === form.stack[0]);
    const amount = (key: "budget" | "maxTokens" | "maxCalls", label: string, help: string) => <Field label={label} help={help} wrong={about(`/${key}`)}>
        {(id, described) => <input id={id} type="text" inputMode="decimal" aria-describedby={described} value={form[key] ?? ""}
            placeholder="as budget.yaml says" onChange={event => set({[key]: event.target.value.trim()})}/>}</Field>;
    return <form className={over ? "start over" : "start"} onSubmit={event => {
        event.preventDefault();
        void start();
    }} onDragOver={event => {
        event.preventDefault();
        setOver(true);
    }} onDragLeave={() => setOver(false)} onDrop={event => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
    }}>
        <h1>Start a run</h1>
        {stacks.wrong !== undefined && <Wrong wrong={stacks.wrong} again={stacks.again}/>}
        <div className="start-columns">
            <div className="what">
                <Field label={form.change ? "What is to be different" : "Specification"} wrong={[...about("/spec"), ...about("/specFile")]}
                    help={form.change ? "One sentence may do: what is to be different, or what happens and what should happen." : "In plain language: what it does, what goes in, what comes out. Type it, or drop a file here."}>
                    {(id, described) => form.specFile ? <p className="taken" id={id}><code><Text>{form.specFile}</Text></code>
                        <button type="button" onClick={() => set({specFile: "", replay: "", stack: []})}>Write one instead</button></p>
                        : <textarea id={id} className="spec" rows={18} aria-describedby={described} value={form.spec} spellCheck="false" maxLength={MOST}
                            onChange={event => set({spec: event.target.value})}/>}
                </Field>
                <div className="tools">
                    <label className="button">Take a file<input type="file" className="unseen" accept=".md,.txt,text/*" onChange={event => void take(event.target.files?.[0])}/></label>
                    {form.specName && <span className="quiet"><Text>{form.specName}</Text></span>}
                    {chosen?.example.spec && form.specFile !== chosen.example.spec && <button type="button" onClick={() => set({spec: "", specName: "",
                        specFile: chosen.example.spec ?? "", replay: chosen.example.tape ?? ""})}>Try {chosen.name}'s example from its tape</button>}
                    <label><input type="checkbox" checked={form.change ?? false} onChange={event => set({change: event.target.checked})}/> change a project that is there</label>
                </div>
            </div>
            <div className="how">
                <Section title="Stack">
                    <Field label="Kind of project" help={chosen?.description ?? "The planner chooses by what the specification asks for."} wrong={about("/stack")}>
                        {(id, described) => <select id={id} aria-describedby={described} value={form.stack?.[0] ?? ""}
                            onChange={event => set({stack: event.target.value === "" ? [] : [event.target.value], set: {}})}>
                            <option value="">let the planner choose</option>
                            {stacks.value?.stacks.map(stack => <option key={stack.name}>{stack.name}</option>)}
                        </select>}</Field>
                    {chosen && <VariableFields stack={chosen} form={form} set={set} about={about}/>}
                    {Object.keys(stacks.value?.broken ?? {}).map(name => <p key={name} className="warn"><Text>{`${name} is broken: ${stacks.value?.broken[name]?.join(" ") ?? ""}`}</Text></p>)}
                </Section>
                <Section title="What it may spend">
                    <div className="fields three">
                        {amount("budget", "Dollars", "such as 2.50, or none")}
                        {amount("maxTokens", "Tokens", "such as 500000, or none")}
                        {amount("maxCalls", "Calls", "such as 100, or none")}
                    </div>
                    <label><input type="checkbox" checked={form.askPlan ?? true} onChange={event => set({askPlan: event.target.checked})}/> show me the plan and what it costs first</label>
                </Section>
                <Section title="How">
                    <div className="fields">
                        <Field label="Tasks" wrong={about("/tasks")} help="By the size of the work and of the models, unless you say.">
                            {(id, described) => <select id={id} aria-describedby={described} value={form.tasks ?? ""} onChange={event => set({tasks: (event.target.value || undefined) as Start["tasks"]})}>
                                <option value="">as many as the work needs</option><option value="one">one agent does everything (solo)</option>
                                <option value="few">few large ones</option><option value="many">many small ones</option></select>}</Field>
                        <Field label="Models" wrong={about("/where")} help="Where they may run.">
                            {(id, described) => <select id={id} aria-describedby={described} value={form.where ?? "anywhere"} onChange={event => set({where: event.target.value as Start["where"]})}>
                                <option value="anywhere">as models.yaml says</option><option value="local-only">none outside this machine</option>
                                <option value="local">the largest local one does everything</option></select>}</Field>
                        <Field label="Project's folder" wrong={about("/output")} help="New, empty, or a clean git repository; else the plan's name.">
                            {(id, described) => <input id={id} type="text" aria-describedby={described} value={form.output ?? ""} placeholder="the plan's name" onChange={event => set({output: event.target.value})}/>}</Field>
                        <Field label="Answers from a tape" wrong={about("/replay")} help="A recorded run; no model is asked.">
                            {(id, described) => <input id={id} type="text" aria-describedby={described} value={form.replay ?? ""} placeholder="none" onChange={event => set({replay: event.target.value})}/>}</Field>
                    </div>
                    <label><input type="checkbox" checked={form.approveChecks ?? false} onChange={event => set({approveChecks: event.target.checked})}/> run the checks that the planner proposes without asking me</label>
                    {models.value && <details className="models"><summary>Aliases that mean another one's model in this run</summary>
                        <div className="fields">{models.value.map(model => <Field key={model.alias} label={model.alias}
                            help={`${model.model}${model.key === "missing" ? ", whose key is not set" : ""}`} wrong={about(`/models/${model.alias}`)}>
                            {(id, described) => <select id={id} aria-describedby={described} value={form.models?.[model.alias] ?? ""} onChange={event => {
                                const {[model.alias]: _, ...rest} = form.models ?? {};
                                set({models: event.target.value === "" ? rest : {...rest, [model.alias]: event.target.value}});
                            }}><option value="">its own</option>{models.value?.filter(other => other.alias !== model.alias)
                                .map(other => <option key={other.alias} value={other.alias}>{other.alias}: {other.model}</option>)}</select>}
                        </Field>)}</div></details>}
                </Section>
            </div>
            <div className="submit">
            {about("").map((fault, i) => <p key={i} className="wrong"><Text>{fault}</Text></p>)}
            {wrong !== "" && <p className="wrong" role="alert">{wrong.split("\n").map((line, i) => <span key={i} className="line"><Text>{line}</Text></span>)}</p>}
            {command && <CommandLine line={command.line}/>}
            <button type="submit" className="primary large" disabled={!ready || busy} aria-busy={busy}>{busy ? "Starts …" : "Start"}</button>
            </div>
        </div>
    </form>;
}
