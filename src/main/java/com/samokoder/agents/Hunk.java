package com.samokoder.agents;

import java.util.List;

/**
 * One search/replace block: lines of a file, and those that take their place.
 *
 * @param find without line endings; none, or blank ones only, stand for the end of the file
 * @param with what takes their place; none deletes them
 */
record Hunk(List<String> find, List<String> with) {
    boolean appends() {
        return find.stream().allMatch(String::isBlank);
    }
}
