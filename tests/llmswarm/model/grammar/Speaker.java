package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import llmswarm.model.jlama.TokenMask;
import llmswarm.model.jlama.Vocabulary;

/**
 * A model without sense: it takes any token the mask allows, by chance. Its vocabulary is made up but shaped like real
 * ones.
 */
final class Speaker {
    private static final String[] PARTS =
            ("a e i o u th er on an re he in ed nd ha at en es of or nt ea ti to it st io le is ou "
            + "ar as de rt ve B C M Main Test README src tests docs py js ts md json é ü → 日 本 😀 中").split(" ");
    private static final String[] MARKS =
            ("\",\"|\":\"|\"},{\"|\":[|\"]|\"],\"|\"}|\\\"|\\\\|\\n|\n|\n\n|\n```|```|````|\n````|```\n|``|~~~|### |"
            + "\n### |  |    |\t|\n    |, |. |: |/|.|/src|.py|.py\"|.py\",\"|-|--|_|(|()|);|{|}|R|R1|R10|task|\r\n|con|con.|/aux.|<|</think>").split("\\|");

    private final Vocabulary vocabulary;
    private final Random random;

    Speaker(Vocabulary vocabulary, long seed) {
        this.vocabulary = vocabulary;
        this.random = new Random(seed);
    }

    /**
     * Every byte, marks of JSON and of fences, made-up words, and halves of characters; the last token ends an answer.
     */
    static Vocabulary vocabulary(int size) {
        var random = new Random(7);
        var seen = new LinkedHashSet<ByteBuffer>();
        for (int b = 0; b < 256; b++) seen.add(ByteBuffer.wrap(new byte[] {(byte) b}));
        for (var mark : MARKS) seen.add(ByteBuffer.wrap(mark.getBytes(UTF_8)));
        while (seen.size() < size - 1) {
            var word = new StringBuilder(random.nextInt(10) < 4 ? " " : "");
            for (int i = random.nextInt(5); i >= 0; i--) word.append(PARTS[(int) (PARTS.length * random.nextDouble() * random.nextDouble())]);
            if (random.nextInt(20) == 0) word.append(MARKS[random.nextInt(MARKS.length)]);
            if (random.nextInt(40) == 0) word.append(random.nextInt(1000));
            var bytes = word.toString().getBytes(UTF_8);
            int cut = random.nextInt(50) == 0 ? random.nextInt(Math.min(3, bytes.length)) : 0;
            seen.add(ByteBuffer.wrap(bytes, cut, bytes.length - cut).slice());
        }
        return of(seen.stream().map(Speaker::array).toList());
    }

    /** Those tokens and one that ends an answer. */
    static Vocabulary of(List<byte[]> pieces) {
        var control = new BitSet();
        control.set(pieces.size());
        var all = new ArrayList<>(pieces);
        all.add("<end>".getBytes(UTF_8));
        return new Vocabulary(all.toArray(byte[][]::new), control, Set.of(pieces.size()));
    }

    private static byte[] array(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    /** An answer within the mask; not being UTF-8 is a fault. */
    String answer(TokenMask mask) throws CharacterCodingException {
        var text = new ByteArrayOutputStream();
        while (!mask.done()) {
            int token = any(mask.allowed());
            if (vocabulary.ends().contains(token)) break;
            mask.accept(token);
            text.writeBytes(vocabulary.bytes(token));
        }
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toByteArray())).toString();
    }

    int any(long[] allowed) {
        var set = BitSet.valueOf(allowed);
        int token = set.nextSetBit(random.nextInt(vocabulary.size()));
        if (token < 0) token = set.nextSetBit(0);
        if (token < 0) throw new IllegalStateException("no token is allowed");
        return token;
    }
}
