package com.samokoder.files.git;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;

/**
 * An object of git that a merge brought along.
 *
 * @param kind {@code commit}, {@code tree} or {@code blob}
 */
record MergedObject(String kind, byte[] content) {

    static MergedObject of(int type, byte[] content) {
        return new MergedObject(Constants.typeString(type), content);
    }

    void insertInto(ObjectInserter inserter) throws IOException {
        inserter.insert(type(), content);
    }

    private int type() {
        return switch (kind) {
            case Constants.TYPE_COMMIT -> Constants.OBJ_COMMIT;
            case Constants.TYPE_TREE -> Constants.OBJ_TREE;
            case Constants.TYPE_BLOB -> Constants.OBJ_BLOB;
            default -> throw new IllegalStateException("an object of kind " + kind);
        };
    }
}
