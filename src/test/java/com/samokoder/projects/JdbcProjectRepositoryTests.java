package com.samokoder.projects;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class JdbcProjectRepositoryTests extends ProjectRepositoryContract {
    @Autowired Database database;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    @Override
    Database database() {
        return database;
    }

    @Override
    JsonMapper json() {
        return json;
    }

    @Override
    UserId newUser() {
        return new TestSql(environment.getRequiredProperty("samokoder.database.url")).newUser();
    }
}
