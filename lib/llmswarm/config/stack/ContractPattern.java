//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.re2j.Pattern;

/**
 * How files that provide or use a contract of a kind are recognised. All patterns have the group name.
 *
 * @param promised  finds in a contract's name and text what must be provided; without it that is its name
 * @param files     a glob of the files that are looked at; all without it
 * @param normalise pairs of a pattern and what replaces it, applied in their order to every name before it is
 *                  compared
 * @param form      tells the planner how such a contract is named and what its text holds; goes on from "a contract
 *                  of this kind is"
 */
public record ContractPattern(String kind, Pattern provided, Pattern used, Optional<Pattern> promised,
        Optional<String> files, List<List<String>> normalise, Optional<String> form) {
    public ContractPattern {
        normalise = normalise.stream().map(List::copyOf).toList();
    }

    ContractPattern filled(Filling values) {
        return new ContractPattern(kind, values.pattern(provided), values.pattern(used),
                promised.map(values::pattern), values.glob(files), normalise.stream().map(pair ->
                List.of(values.pattern(pair.getFirst()), values.replacement(pair.getLast()))).toList(), form);
    }

    /** The kind as kinds are compared. */
    public String plainKind() {
        return kind.strip().toLowerCase(Locale.ROOT);
    }
}
