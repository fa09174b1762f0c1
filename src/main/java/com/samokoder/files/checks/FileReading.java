package com.samokoder.files.checks;

/** Reads a file in the way of its language. */
final class FileReading {
    private final ScriptReader scripts;
    private final PythonReader python;
    private final JavaReader java;
    private final PageReader pages;
    private final StyleReader styles = new StyleReader();
    private final DataReader data = new DataReader();

    FileReading(Patience patience) {
        var trees = new SyntaxTrees(patience);
        this.scripts = new ScriptReader(trees);
        this.python = new PythonReader(trees);
        this.java = new JavaReader(trees);
        this.pages = new PageReader(trees, scripts, styles);
    }

    Outline read(SourceText source) {
        var outline = new Outline(source);
        switch (source.kind()) {
            case JSON, JSON_WITH_COMMENTS, YAML, TOML, XML -> data.read(source, outline);
            case HTML, COMPONENT -> pages.read(source, outline);
            case CSS -> styles.read(source, outline);
            case JAVASCRIPT, TYPESCRIPT, TSX -> scripts.read(source, outline);
            case PYTHON -> python.read(source, outline);
            case JAVA -> java.read(source, outline);
            case OTHER -> LineComments.read(source, outline);
        }
        return outline;
    }
}
