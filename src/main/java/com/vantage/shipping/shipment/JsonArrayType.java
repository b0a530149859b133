package com.vantage.shipping.shipment;

import io.vertx.core.json.JsonArray;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.BasicExtractor;
import org.hibernate.type.descriptor.jdbc.JsonJdbcType;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate type of JSON array columns: Hibernate Reactive supports JSON objects with the PostgreSQL client, but no
 * arrays.
 */
final class JsonArrayType extends JsonJdbcType {
    private static final long serialVersionUID = 1L;

    JsonArrayType() {
        super(null);
    }

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> type) {
        return new BasicBinder<>(type, this) {
            @Override
            protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                    throws SQLException {
                statement.setObject(index, new JsonArray(JsonArrayType.this.toString(value, type, options)));
            }

            @Override
            protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options) {
                throw new UnsupportedOperationException("stored procedures are not supported");
            }
        };
    }

    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> type) {
        return new BasicExtractor<>(type, this) {
            @Override
            protected @Nullable X doExtract(ResultSet row, int index, WrapperOptions options) throws SQLException {
                return row.getObject(index) instanceof JsonArray array
                        ? fromString(array.encode(), type, options)
                        : null;
            }

            @Override
            protected X doExtract(CallableStatement statement, int index, WrapperOptions options) {
                throw new UnsupportedOperationException("stored procedures are not supported");
            }

            @Override
            protected X doExtract(CallableStatement statement, String name, WrapperOptions options) {
                throw new UnsupportedOperationException("stored procedures are not supported");
            }
        };
    }
}
