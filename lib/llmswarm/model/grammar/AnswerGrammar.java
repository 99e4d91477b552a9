package llmswarm.model.grammar;

import static llmswarm.model.grammar.Shape.EMPTY;
import static llmswarm.model.grammar.Shape.choice;
import static llmswarm.model.grammar.Shape.literal;
import static llmswarm.model.grammar.Shape.oneOf;
import static llmswarm.model.grammar.Shape.sequence;
import static llmswarm.model.grammar.Shape.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import llmswarm.model.grammar.Form.FilesForm;

/**
 * Answers with files: at most two sentences, then each file in a fenced block below a heading with its path. The fence
 * of a document is longer than those it may hold; a line that is one ends every other block.
 */
final class AnswerGrammar {
    private static final String HEADING = "### ";
    private static final int REMARK = 240, NAME = 60, FILES_A_FOLDER = 4;

    private final List<String> files;
    private final List<String> folders;
    private final int characters;

    AnswerGrammar(FilesForm form) {
        files = form.paths().stream().filter(path -> !path.endsWith("/")).distinct().toList();
        folders = form.paths().stream().filter(path -> path.endsWith("/")).map(path -> path.equals("./") ? "" : path)
                .distinct().toList();
        characters = form.characters();
    }

    Grammar grammar() {
        var begin = choice(EMPTY, sequence(text(Texts.REMARK, REMARK), literal("\n\n")));
        return Grammar.of(sequence(begin, literal(HEADING)), text -> files.isEmpty() ? folderFile(List.of()) : file(0));
    }

    private Grammar file(int number) {
        var path = files.get(number);
        var last = number + 1 == files.size();
        var after = last && folders.isEmpty() ? EMPTY : literal("\n" + HEADING);
        var shape = sequence(literal(path + "\n"), block(path), after);
        if (after == EMPTY) return Grammar.of(shape);
        return Grammar.of(shape, text -> last ? folderFile(List.of()) : file(number + 1));
    }

    private Shape block(String path) {
        var fence = Texts.prose(path) ? "````\n" : "```\n";
        return sequence(literal(fence), text(Texts.prose(path) ? Texts.PROSE : Texts.CODE, characters), literal(fence));
    }

    /** A file the answer names itself: in a folder without one, or in any when each has one. */
    private Grammar folderFile(List<String> named) {
        var empty = folders.stream().filter(folder -> named.stream().noneMatch(path -> path.startsWith(folder)))
                .toList();
        var more = named.size() + empty.size() < folders.size() * FILES_A_FOLDER;
        var path = sequence(oneOf(more ? folders : empty), text(Texts.PATH, NAME), literal("\n"));
        return Grammar.of(path, text -> folderBlock(Stream.concat(named.stream(), Stream.of(text.strip())).toList()))
                .without(Stream.concat(files.stream(), named.stream()).flatMap(this::taken).toList());
    }

    private Grammar folderBlock(List<String> named) {
        var satisfied = folders.stream().allMatch(folder -> named.stream().anyMatch(path -> path.startsWith(folder)));
        var full = named.size() == folders.size() * FILES_A_FOLDER;
        var another = literal("\n" + HEADING);
        var shape = sequence(block(named.getLast()), !satisfied ? another : full ? EMPTY : choice(EMPTY, another));
        return new Grammar(shape, null, text -> text.endsWith(HEADING) ? Optional.of(folderFile(named))
                : Optional.empty());
    }

    /**
     * What no other path may begin with: that file, a file where one of its folders is, a folder that differs only by
     * case.
     */
    private Stream<String> taken(String path) {
        var above = IntStream.range(0, path.length()).filter(i -> path.charAt(i) == '/')
                .mapToObj(i -> path.substring(0, i + 1)).toList();
        var cased = above.stream().filter(folder -> !folder.equals(folder.toLowerCase(Locale.ROOT)))
                .filter(folder -> folders.stream().noneMatch(given -> given.startsWith(folder)));
        var asFiles = Stream.concat(above.stream().map(folder -> folder.substring(0, folder.length() - 1)),
                Stream.of(path));
        return Stream.of(asFiles.map(name -> name + "\n"), cased, Stream.of(path + "/")).flatMap(each -> each);
    }
}
