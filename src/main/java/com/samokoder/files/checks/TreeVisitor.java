package com.samokoder.files.checks;

/** Is shown the nodes of a syntax tree in the order of the text. */
interface TreeVisitor {
    void enter(TreeNode node);
}
