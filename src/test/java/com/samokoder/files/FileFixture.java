package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.Api;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.UUID;

/**
 * A new user's project: its owner's client, and the service's own way to make versions in it.
 *
 * @param path of the project in the API
 */
record FileFixture(Api api, VersionWriter writer, UserId owner, ProjectId project, String path) {

    static FileFixture create(Api anyone, JsonMapper json, Environment environment) {
        var api = anyone.register();
        var body = Map.of("name", "Лавка \"Яблоко\"", "description", "about");
        var id = api.post("/api/projects", body).expect(201).json().path("id").stringValue();
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        var owner =
                sql.asOwner("select user_id from public.projects where id = cast(? as uuid)", id);
        return new FileFixture(
                api,
                new VersionWriter(sql, json),
                new UserId(UUID.fromString(owner)),
                new ProjectId(UUID.fromString(id)),
                "/api/projects/" + id);
    }

    /** Commits changes as an agent does. */
    JsonNode commit(VersionWriter.Change... changes) {
        return writer.commit(owner, project, changes);
    }
}
