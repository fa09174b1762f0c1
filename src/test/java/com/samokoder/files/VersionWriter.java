package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.TestSql;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Makes projects and versions with the service's own SQL, as a run does. */
public record VersionWriter(TestSql sql, JsonMapper json) {
    private static final String CREATE =
            "select samo.version_create(cast(? as uuid), cast(? as uuid), 'agent', 'developer', null,"
                    + " ?, cast(? as jsonb), cast(nullif(?, '') as integer))";

    public ProjectId newProject(UserId owner, String name) {
        var id = java.util.UUID.randomUUID();
        sql.asUser(
                owner,
                "select public.projects_create(cast(? as uuid), ?, 'about', null, null, null)",
                id,
                name);
        return new ProjectId(id);
    }

    /** Commits changes made by {@link #put} and {@link #delete} to whatever is the head. */
    public JsonNode commit(UserId owner, ProjectId project, Change... changes) {
        return commit(owner, project, "", changes);
    }

    public JsonNode commit(
            UserId owner, ProjectId project, Object expectedHead, Change... changes) {
        var list = new ArrayList<Map<String, String>>();
        List.of(changes).forEach(change -> list.add(change.members()));
        return commitRaw(owner, project, expectedHead, json.writeValueAsString(list));
    }

    JsonNode commitRaw(UserId owner, ProjectId project, Object expectedHead, String changes) {
        var answer = sql.asService(CREATE, owner, project, "a step", changes, expectedHead);
        return json.readTree(answer);
    }

    /** Locks paths for agents. */
    void lock(UserId owner, ProjectId project, String... globs) {
        sql.asService(
                "select public.files_lock(cast(? as uuid), cast(? as uuid), cast(? as jsonb), null)",
                owner,
                project,
                json.writeValueAsString(globs));
    }

    public record Change(Map<String, String> members) {}

    public static Change put(String path, String text) {
        return new Change(Map.of("op", "put", "path", path, "content", text));
    }

    public static Change put(String path, byte[] bytes) {
        var base64 = Base64.getEncoder().encodeToString(bytes);
        return new Change(Map.of("op", "put", "path", path, "content_base64", base64));
    }

    static Change summarize(String path, String summary) {
        return new Change(Map.of("op", "summarize", "path", path, "summary", summary));
    }

    public static Change delete(String path) {
        return new Change(Map.of("op", "delete", "path", path));
    }
}
