// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/message_fields.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "shared/secret_fd.h"

namespace ramctl {
namespace {

using ramauth::UniqueFd;

void check(int r) {
    if (r < 0) throw BadReply{};
}

struct AppendVariant {
    sd_bus_message* message;
    int operator()(const std::string& text) const { return append("s", text.c_str()); }
    int operator()(bool flag) const { return append("b", static_cast<int>(flag)); }
    int operator()(std::uint32_t number) const { return append("u", number); }
    int operator()(std::int32_t number) const { return append("i", number); }
    int operator()(std::uint64_t number) const { return append("t", number); }
    int operator()(Timestamp time) const { return append("t", ramauth::to_wire(time)); }
    int operator()(const Texts& texts) const {
        int r = sd_bus_message_open_container(message, 'v', "as");
        if (r >= 0) r = sd_bus_message_open_container(message, 'a', "s");
        for (const auto& text : texts) {
            if (r >= 0) r = sd_bus_message_append_basic(message, 's', text.c_str());
        }
        if (r >= 0) r = sd_bus_message_close_container(message);
        return r < 0 ? r : sd_bus_message_close_container(message);
    }

    template <typename T>
    int append(const char* type, T value) const {
        return sd_bus_message_append(message, "v", type, value);
    }
};

int append_entry(sd_bus_message* message, const Field& field) {
    int r = sd_bus_message_open_container(message, 'e', "sv");
    if (r >= 0) r = sd_bus_message_append(message, "s", field.name.c_str());
    if (r >= 0) r = std::visit(AppendVariant{message}, field.value);
    return r < 0 ? r : sd_bus_message_close_container(message);
}

template <typename T>
T read_basic(sd_bus_message* message, char type) {
    T value{};
    check(sd_bus_message_read_basic(message, type, &value));
    return value;
}

Secret read_secret(sd_bus_message* message, std::size_t limit = Secret::max_size) {
    const int borrowed = read_basic<int>(message, 'h');
    auto secret = ramauth::secret_from_fd(UniqueFd(::fcntl(borrowed, F_DUPFD_CLOEXEC, 3)), limit);
    if (!secret) throw BadReply{};
    return std::move(*secret);
}

Texts read_texts(sd_bus_message* message) {
    Texts texts;
    check(sd_bus_message_enter_container(message, 'a', "s"));
    int r = 0;
    while ((r = sd_bus_message_at_end(message, 0)) == 0)
        texts.emplace_back(read_basic<const char*>(message, 's'));
    check(r);
    check(sd_bus_message_exit_container(message));
    return texts;
}

Timestamp read_time(sd_bus_message* message) {
    const auto wire = read_basic<std::uint64_t>(message, 't');
    return wire == UINT64_MAX ? Timestamp::max() : ramauth::from_wire(wire);
}

std::optional<Value> read_value(sd_bus_message* message, std::string_view type) {
    if (type == "s") return std::string(read_basic<const char*>(message, 's'));
    if (type == "b") return read_basic<int>(message, 'b') != 0;
    if (type == "u") return read_basic<std::uint32_t>(message, 'u');
    if (type == "i") return read_basic<std::int32_t>(message, 'i');
    if (type == "t") return read_time(message);
    if (type == "as") return read_texts(message);
    return std::nullopt;
}

// The fields of GetWeakListInfo that are no times though they travel as `t`.
bool is_count(std::string_view name) {
    constexpr std::array<std::string_view, 5> counts{"Entries", "MinimumCount", "FileSize", "Added",
                                                     "Pending"};
    return std::find(counts.begin(), counts.end(), name) != counts.end();
}

// A dictionary in which one value may be a secret.
struct WithSecret {
    Fields fields;
    std::optional<Secret> secret;
};

// One value of a dictionary. A type that this ramctl does not know is passed over.
void read_entry(sd_bus_message* message, std::string name, const char* secret, WithSecret& into) {
    const char* contents = nullptr;
    check(sd_bus_message_peek_type(message, nullptr, &contents));
    const std::string signature = contents;
    check(sd_bus_message_enter_container(message, 'v', signature.c_str()));
    if (signature == "h" && name == secret) {
        into.secret = read_secret(message);
    } else if (auto value = read_value(message, signature)) {
        into.fields.add(std::move(name), std::move(*value));
    } else {
        check(sd_bus_message_skip(message, signature.c_str()));
    }
    check(sd_bus_message_exit_container(message));
}

// `secret`: the name of the value that is one.
WithSecret read_dictionary(sd_bus_message* message, const char* secret) {
    WithSecret dictionary;
    check(sd_bus_message_enter_container(message, 'a', "{sv}"));
    int r = 0;
    while ((r = sd_bus_message_enter_container(message, 'e', "sv")) > 0) {
        read_entry(message, read_basic<const char*>(message, 's'), secret, dictionary);
        check(sd_bus_message_exit_container(message));
    }
    check(r);
    check(sd_bus_message_exit_container(message));
    return dictionary;
}

}  // namespace

int append_fields(sd_bus_message* message, const Fields& fields, const Secret* password) {
    int r = sd_bus_message_open_container(message, 'a', "{sv}");
    for (const auto& field : fields) {
        if (r >= 0) r = append_entry(message, field);
    }
    if (r >= 0 && password != nullptr) {
        const UniqueFd fd = ramauth::secret_to_fd(*password);  // sd-bus makes its own duplicate
        r = sd_bus_message_append(message, "{sv}", "Password", "h", fd.get());
    }
    return r < 0 ? r : sd_bus_message_close_container(message);
}

int append_secret(sd_bus_message* message, const Secret& secret) {
    const UniqueFd fd = ramauth::secret_to_fd(secret);
    return sd_bus_message_append(message, "h", fd.get());
}

WrittenProfile read_written(sd_bus_message* message) {
    auto [fields, password] = read_dictionary(message, "GeneratedPassword");
    return {std::move(fields), std::move(password)};
}

ResetCode read_reset_code(sd_bus_message* message) {
    auto [fields, code] = read_dictionary(message, "Code");
    return {std::move(fields), std::move(code)};
}

Fields read_fields(sd_bus_message* message) {
    return read_written(message).fields;
}

std::vector<Fields> read_list(sd_bus_message* message) {
    std::vector<Fields> list;
    check(sd_bus_message_enter_container(message, 'a', "a{sv}"));
    int r = 0;
    while ((r = sd_bus_message_at_end(message, 0)) == 0) list.push_back(read_fields(message));
    check(r);
    check(sd_bus_message_exit_container(message));
    return list;
}

Fields read_weak_list(sd_bus_message* message) {
    Fields info;
    for (const auto& field : read_fields(message)) {
        const auto* time = std::get_if<Timestamp>(&field.value);
        if (time != nullptr && is_count(field.name))
            info.add(field.name, ramauth::to_wire(*time));
        else
            info.add(field.name, field.value);
    }
    return info;
}

Secret read_long_secret(sd_bus_message* message) {
    return read_secret(message, ramauth::max_long_secret);
}

MfaSeed read_seed(sd_bus_message* message) {
    Secret seed = read_secret(message);
    return {std::move(seed), read_secret(message)};
}

HashPage read_hash_page(sd_bus_message* message) {
    Secret lines = read_long_secret(message);
    return {std::move(lines), read_basic<const char*>(message, 's')};
}

std::vector<BrokenRule> read_broken_rules(sd_bus_message* message) {
    std::vector<BrokenRule> rules;
    check(sd_bus_message_enter_container(message, 'a', "(ss)"));
    const char* code = nullptr;
    const char* sentence = nullptr;
    int r = 0;
    while ((r = sd_bus_message_read(message, "(ss)", &code, &sentence)) > 0)
        rules.push_back({code, sentence});
    check(r);
    check(sd_bus_message_exit_container(message));
    return rules;
}

std::uint32_t read_number(sd_bus_message* message) {
    return read_basic<std::uint32_t>(message, 'u');
}

ProfilePage read_page(sd_bus_message* message) {
    auto profiles = read_list(message);
    return {std::move(profiles), read_basic<const char*>(message, 's')};
}

}  // namespace ramctl
