package com.samokoder.files;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts a long list of files into pieces whose contents are read, and held, at once. */
final class Portions {
    private static final int BYTES = 1 << 20;
    private static final int FILES = 200;

    private Portions() {}

    /**
     * @param size of an item's content; one that is larger than a piece is a piece of its own
     */
    static <T> List<List<T>> of(List<T> items, ToIntFunction<T> size) {
        var portions = new ArrayList<List<T>>();
        var portion = new ArrayList<T>();
        int bytes = 0;
        for (T item : items) {
            boolean full = bytes + size.applyAsInt(item) > BYTES || portion.size() == FILES;
            if (full && !portion.isEmpty()) {
                portions.add(List.copyOf(portion));
                portion.clear();
                bytes = 0;
            }
            portion.add(item);
            bytes += size.applyAsInt(item);
        }
        if (!portion.isEmpty()) {
            portions.add(List.copyOf(portion));
        }
        return List.copyOf(portions);
    }
}
