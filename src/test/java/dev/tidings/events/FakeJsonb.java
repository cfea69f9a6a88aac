package dev.tidings.events;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.spi.JsonbProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * As much of Jakarta JSON Binding as plain tests need; the server brings the real one. It puts a
 * space after every comma and colon, as a binding may.
 */
public final class FakeJsonb extends JsonbProvider {
  @Override
  public JsonbBuilder create() {
    return fake(JsonbBuilder.class, (self, method, arguments) -> jsonb());
  }

  private static Jsonb jsonb() {
    return fake(
        Jsonb.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("toJson") || arguments.length != 1) {
            throw new UnsupportedOperationException(method.toString());
          }
          return json(arguments[0]);
        });
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static String json(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> json(member.getKey()) + ": " + json(member.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(FakeJsonb::json).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Record bean) {
      return json(members(bean));
    }
    return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Map<String, Object> members(Record bean) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (var component : bean.getClass().getRecordComponents()) {
      try {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        members.put(component.getName(), accessor.invoke(bean));
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return members;
  }
}
