import type {ReactNode} from "react";
import type {Model, Start} from "../core/api";
import {Section} from "../parts/basics";
import {Field, type Form} from "./StartFields";

interface Options {
    readonly form: Form;
    readonly set: (part: Partial<Form>) => void;
    /** What is wrong with the field at that JSON pointer. */
    readonly about: (pointer: string) => string[];
}

/** What the run may spend, and whether somebody sees the plan before. */
export function Spending({form, set, about}: Options): ReactNode {
    const amount = (key: "budget" | "maxTokens" | "maxCalls", label: string, help: string) => (
        <Field label={label} help={help} wrong={about(`/${key}`)}>
            {(id, described) => (
                <input
                    id={id}
                    type="text"
                    inputMode="decimal"
                    aria-describedby={described}
                    value={form[key] ?? ""}
                    placeholder="as budget.yaml says"
                    onChange={event => set({[key]: event.target.value.trim()})}
                />
            )}
        </Field>
    );
    return (
        <Section title="What it may spend">
            <div className="fields three">
                {amount("budget", "Dollars", "such as 2.50, or none")}
                {amount("maxTokens", "Tokens", "such as 500000, or none")}
                {amount("maxCalls", "Calls", "such as 100, or none")}
            </div>
            <label>
                <input
                    type="checkbox"
                    checked={form.askPlan ?? true}
                    onChange={event => set({askPlan: event.target.checked})}
                />{" "}
                show me the plan and what it costs first
            </label>
        </Section>
    );
}

/** Into how many tasks, by which models, and where. */
export function How({form, set, about, models}: Options & {models?: ReadonlyArray<Model>}): ReactNode {
    return (
        <Section title="How">
            <div className="fields">
                <Field
                    label="Tasks"
                    wrong={about("/tasks")}
                    help="By the size of the work and of the models, unless you say.">
                    {(id, described) => (
                        <select
                            id={id}
                            aria-describedby={described}
                            value={form.tasks ?? ""}
                            onChange={event => set({tasks: (event.target.value || undefined) as Start["tasks"]})}>
                            <option value="">as many as the work needs</option>
                            <option value="one">one agent does everything (solo)</option>
                            <option value="few">few large ones</option>
                            <option value="many">many small ones</option>
                        </select>
                    )}
                </Field>
                <Field label="Models" wrong={about("/where")} help="Where they may run.">
                    {(id, described) => (
                        <select
                            id={id}
                            aria-describedby={described}
                            value={form.where ?? "anywhere"}
                            onChange={event => set({where: event.target.value as Start["where"]})}>
                            <option value="anywhere">as models.yaml says</option>
                            <option value="local-only">none outside this machine</option>
                            <option value="local">the largest local one does everything</option>
                        </select>
                    )}
                </Field>
                <Field
                    label="Project's folder"
                    wrong={about("/output")}
                    help="New, empty, or a clean git repository; else the plan's name.">
                    {(id, described) => (
                        <input
                            id={id}
                            type="text"
                            aria-describedby={described}
                            value={form.output ?? ""}
                            placeholder="the plan's name"
                            onChange={event => set({output: event.target.value})}
                        />
                    )}
                </Field>
                <Field label="Answers from a tape" wrong={about("/replay")} help="A recorded run; no model is asked.">
                    {(id, described) => (
                        <input
                            id={id}
                            type="text"
                            aria-describedby={described}
                            value={form.replay ?? ""}
                            placeholder="none"
                            onChange={event => set({replay: event.target.value})}
                        />
                    )}
                </Field>
            </div>
            <label>
                <input
                    type="checkbox"
                    checked={form.approveChecks ?? false}
                    onChange={event => set({approveChecks: event.target.checked})}
                />{" "}
                run the checks that the planner proposes without asking me
            </label>
            {models && (
                <details className="models">
                    <summary>Aliases that mean another one's model in this run</summary>
                    <div className="fields">
                        {models.map(model => (
                            <Field
                                key={model.alias}
                                label={model.alias}
                                help={`${model.model}${model.key === "missing" ? ", whose key is not set" : ""}`}
                                wrong={about(`/models/${model.alias}`)}>
                                {(id, described) => (
                                    <select
                                        id={id}
                                        aria-describedby={described}
                                        value={form.models?.[model.alias] ?? ""}
                                        onChange={event => {
                                            const {[model.alias]: _, ...rest} = form.models ?? {};
                                            set({
                                                models:
                                                    event.target.value === ""
                                                        ? rest
                                                        : {...rest, [model.alias]: event.target.value},
                                            });
                                        }}>
                                        <option value="">its own</option>
                                        {models
                                            ?.filter(other => other.alias !== model.alias)
                                            .map(other => (
                                                <option key={other.alias} value={other.alias}>
                                                    {other.alias}: {other.model}
                                                </option>
                                            ))}
                                    </select>
                                )}
                            </Field>
                        ))}
                    </div>
                </details>
            )}
        </Section>
    );
}
