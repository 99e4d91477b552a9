package llmswarm.config.stack.reading;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Filling;
import llmswarm.config.stack.Snippet;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Values;

/**
 * Reads patterns and paths that may hold the pack's variables: each has to be right with some value in their place.
 *
 * @param snippets where what holds variables is noted, so that unknown ones are told
 * @param more     names that are known there beside the variables, such as file
 */
record FilledReader(List<Snippet> snippets, List<String> more) {
    FilledReader(List<Snippet> snippets) {
        this(snippets, List.of());
    }

    Optional<Pattern> pattern(Located.Scalar value, Values.Trouble trouble, String... groups) {
        return filled(value, trouble, (sample, told) -> Values.pattern(sample, List.of(groups), told))
                .map(right -> Pattern.compile(value.text()));
    }

    Optional<String> glob(Located.Scalar value, Values.Trouble trouble) {
        return filled(value, trouble, Values::glob).map(right -> value.text());
    }

    Optional<String> path(Located.Scalar value, Values.Trouble trouble) {
        return filled(value, trouble, Values::relative).map(right -> value.text());
    }

    private <T> Optional<T> filled(Located.Scalar value, Values.Trouble trouble,
            BiFunction<Located.Scalar, Values.Trouble, Optional<T>> reader) {
        if (!note(value, trouble)) return Optional.empty();
        return reader.apply(new Located.Scalar(value.place(), value.path(), Filling.sample(value.text()), value.form()),
                trouble);
    }

    /** Notes the text, where it holds variables; says whether it holds nothing else of a template. */
    boolean note(Located.Scalar value, Values.Trouble trouble) {
        if (Filling.holdsMore(value.text())) {
            trouble.tell("may hold variables as {{name}} only; write \\{\\{ for two braces.");
            return false;
        }
        if (Filling.names(value.text()).findAny().isPresent()) snippets.add(new Snippet(value.textPlace(), value.text(),
                more));
        return true;
    }
}
