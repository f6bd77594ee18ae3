// SPDX-License-Identifier: LGPL-2.1-or-later
// Weak lists for tests, made by the compiler that makes those of a host.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "policy/weak_list/list_build.h"
#include "shared/fd.h"

namespace ramauth::test {

inline void make_weak_list(const std::string& path, const std::vector<std::string>& passwords,
                           const std::string& source = "a test") {
    std::string text;
    for (const std::string& password : passwords) text += password + "\n";
    const UniqueFd words(::memfd_create("words", MFD_CLOEXEC));
    if (::write(words.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::lseek(words.get(), 0, SEEK_SET) != 0)
        throw std::runtime_error("cannot write words");
    weak_list::BuildSettings settings;
    settings.source = source;
    (void)weak_list::build_list({{"words", words.get(), weak_list::TextFormat::words}}, {}, path,
                                settings);
}

// Many of them, so that the list has more than a page.
inline std::vector<std::string> many_passwords(unsigned count) {
    std::vector<std::string> all;
    for (unsigned i = 0; i < count; ++i) all.push_back("password-" + std::to_string(i));
    return all;
}

// Where the file lies: who has it open or mapped sees it.
inline void overwrite(const std::string& path, off_t at, const std::string& bytes) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (::pwrite(fd.get(), bytes.data(), bytes.size(), at) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("pwrite " + path);
}

inline off_t size_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) throw std::runtime_error("stat " + path);
    return status.st_size;
}

}  // namespace ramauth::test
