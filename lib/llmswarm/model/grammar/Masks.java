package llmswarm.model.grammar;

import static llmswarm.model.grammar.Shape.literal;
import static llmswarm.model.grammar.Shape.oneOf;
import static llmswarm.model.grammar.Shape.sequence;
import static llmswarm.model.grammar.Shape.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import llmswarm.model.grammar.Form.ChoiceForm;
import llmswarm.model.grammar.Form.FilesForm;
import llmswarm.model.grammar.Form.PlanForm;
import llmswarm.model.jlama.TokenMask;
import llmswarm.model.jlama.Vocabulary;

/**
 * Makes the masks that hold local models' answers to their form. What a vocabulary needs for that is made once and
 * kept.
 */
public final class Masks {
    private static final int REASON = 300;

    private final Map<Vocabulary, TokenTrie> tries = new ConcurrentHashMap<>();

    /** A mask for one answer of that form by a model with that vocabulary. */
    public TokenMask of(Form form, Vocabulary vocabulary) {
        return new GrammarMask(grammar(form), tries.computeIfAbsent(vocabulary, TokenTrie::new));
    }

    static Grammar grammar(Form form) {
        return switch (form) {
            case PlanForm plan -> new PlanGrammar(plan).grammar();
            case ChoiceForm(var names) ->
                    Grammar.of(sequence(literal("{\"stack\":\""), oneOf(names), literal("\",\"reason\":\""),
                    text(Texts.STRING, REASON), literal("\"}")));
            case FilesForm files -> new AnswerGrammar(files).grammar();
        };
    }
}
