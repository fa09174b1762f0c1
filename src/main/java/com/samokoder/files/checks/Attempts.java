package com.samokoder.files.checks;

import java.util.Optional;

/** Tells whether code stands inside a {@code try}, where a missing module is expected. */
final class Attempts {
    private static final int HIGHEST = 8;

    private Attempts() {}

    static boolean surround(TreeNode node) {
        Optional<TreeNode> above = node.parent();
        for (int i = 0; i < HIGHEST && above.isPresent(); i++) {
            if (above.get().type().equals("try_statement")) {
                return true;
            }
            above = above.get().parent();
        }
        return false;
    }
}
