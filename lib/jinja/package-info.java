/**
 * Renders the chat templates of language models: the part of Jinja that these use, with the values, the truths and the
 * texts of Python, as Jinja 3.1 renders it in the sandbox of Transformers ({@code trim_blocks}, {@code lstrip_blocks},
 * {@code break} and {@code continue}, {@code generation}). What is not known is a {@link jinja.TemplateFault} that
 * names it, never a blank. Inheritance, includes and imports are left out. Begin with {@link jinja.Template}.
 */
package jinja;
