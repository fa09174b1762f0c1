package com.samokoder.files.git;

import com.samokoder.platform.database.Database;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class JdbcHistoryRepositoryTests extends HistoryRepositoryContract {
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
    TestSql sql() {
        return new TestSql(environment.getRequiredProperty("samokoder.database.url"));
    }
}
