package com.samokoder.files.checks;

import java.util.BitSet;
import java.util.List;

/** The types of nodes that a reader of a language wants to see. */
final class NodeChoice {
    private static final int SYMBOLS = 1 << Short.SIZE;

    private final Grammar grammar;
    private final BitSet symbols = new BitSet(SYMBOLS);

    private NodeChoice(Grammar grammar, List<String> types) {
        this.grammar = grammar;
        grammar.language()
                .ifPresent(language -> {
                    for (var type : types) {
                        // Languages of one family differ in some types; zero is none.
                        symbols.set(Short.toUnsignedInt(language.getSymbolForName(type, true)));
                    }
                    symbols.clear(0);
                });
    }

    static NodeChoice of(Grammar grammar, String... types) {
        return new NodeChoice(grammar, List.of(types));
    }

    Grammar grammar() {
        return grammar;
    }

    boolean includes(short symbol) {
        return symbols.get(Short.toUnsignedInt(symbol));
    }
}
