// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/json_output.h"

#include <boost/json/serialize.hpp>

#include <ostream>

#include "ramctl/time_text.h"

namespace ramctl {
namespace {

namespace json = boost::json;

struct ToJson {
    json::value operator()(const std::string& text) const { return json::string(text); }
    json::value operator()(bool flag) const { return flag; }
    json::value operator()(std::uint32_t number) const { return number; }
    json::value operator()(std::int32_t number) const { return number; }
    json::value operator()(std::uint64_t number) const { return number; }
    json::value operator()(const Texts& texts) const {
        return json::array(texts.begin(), texts.end());
    }
    json::value operator()(Timestamp time) const {
        if (time == ramauth::never) return nullptr;
        if (time == Timestamp::max()) return "infinity";
        return json::string(rfc3339(time));
    }
};

// Of printing ASCII only these two need an escape (RFC 8259).
Secret escaped(const Secret& secret) {
    Secret text(2 * secret.size());
    for (const char c : secret.view()) {
        if (c == '"' || c == '\\') text.push_back('\\');
        text.push_back(c);
    }
    return text;
}

}  // namespace

json::value to_json(const Value& value) {
    return std::visit(ToJson{}, value);
}

json::object to_json(const Fields& fields) {
    json::object object;
    for (const auto& field : fields) object[field.name] = to_json(field.value);
    return object;
}

json::array to_json(const std::vector<Fields>& list) {
    json::array array;
    for (const auto& fields : list) array.push_back(to_json(fields));
    return array;
}

void JsonArray::add(const json::value& entry) {
    out_ << (any_ ? "," : "[") << json::serialize(entry);
    any_ = true;
}

void JsonArray::finish() {
    out_ << (any_ ? "]\n" : "[]\n");
}

void print_json(Environment& environment, const json::value& document) {
    environment.out << json::serialize(document) << '\n';
}

void print_json(Environment& environment, const json::object& document, const char* name,
                const Secret& secret) {
    const std::string rest = json::serialize(document);
    environment.out << "{\"" << name << "\":";
    write_json_secret(environment, secret);
    environment.out << (document.empty() ? "" : ",") << rest.substr(1) << '\n';
}

void write_json_secret(Environment& environment, const Secret& secret) {
    environment.out << '"' << std::flush;
    environment.terminal.write_secret(escaped(secret).view());
    environment.out << '"';
}

}  // namespace ramctl
