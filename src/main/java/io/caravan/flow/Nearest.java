package io.caravan.flow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant: the one with the smallest edit distance, if it is small. */
public final class Nearest {
    private Nearest() {}

    public static Optional<String> to(String word, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(word, name) < word.length())
                .filter(name -> distance(word, name) <= Math.max(2, word.length() / 3))
                .min(Comparator.<String>comparingInt(name -> distance(word, name))
                        .thenComparing(name -> name));
    }

    /** The end of a sentence about an unknown word: the name that was probably meant, or else what is said otherwise. */
    public static String meant(String word, Collection<String> names, String otherwise) {
        return to(word, names).map(name -> "; did you mean '" + name + "'?").orElse(otherwise);
    }

    private static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] line = new int[above.length];
            line[0] = row;
            for (int column = 1; column < line.length; column++) {
                int swap = above[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                line[column] = Math.min(swap, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[right.length()];
    }
}
