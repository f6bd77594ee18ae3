// SPDX-License-Identifier: LGPL-2.1-or-later
// Passwords of one kind, each with the person and the host that it would be set for.
#pragma once

#include <string>
#include <vector>

#include "policy/known_words.h"

namespace ramauth::bench {

struct Person {
    std::string first;
    std::string last;
    std::string number;

    [[nodiscard]] policy::KnownWords words() const;
    [[nodiscard]] std::string address() const { return first + "." + last + "@mail.example"; }
};

struct Body {
    std::string kind;
    std::vector<std::string> passwords;
    std::vector<Person> owners;  // of each password

    void add(std::string password, Person owner) {
        passwords.push_back(std::move(password));
        owners.push_back(std::move(owner));
    }
};

// Nothing but names in spellings that people use.
[[nodiscard]] std::vector<Body> spellings(const std::vector<std::string>& names, std::size_t count);

// Of a list of passwords that people had, those in which a name stands, asked for somebody of that
// name: with nothing besides, with digits and symbols, with letters; and those without any.
[[nodiscard]] std::vector<Body> listed_with_names(const std::vector<std::string>& names,
                                                  const std::vector<std::string>& listed);

// A name and something else that is no better.
[[nodiscard]] std::vector<Body> with_other_words(const std::vector<std::string>& names,
                                                 std::size_t count);

// Nothing that may be refused for a name: generated, of several words, with and without names.
[[nodiscard]] std::vector<Body> controls(const std::vector<std::string>& names,
                                         const std::vector<std::string>& listed, std::size_t count);

}  // namespace ramauth::bench
