// SPDX-License-Identifier: LGPL-2.1-or-later
// Files of a test, in a directory that goes with it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "policy/weak_list/list_build.h"
#include "policy/weak_list/list_fault.h"
#include "policy/weak_list/weak_list.h"

namespace ramauth::weak_list {

class ScratchFiles {
public:
    ScratchFiles() {
        std::string name = (std::filesystem::temp_directory_path() / "weak-list-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        directory_ = name;
    }
    ~ScratchFiles() { std::filesystem::remove_all(directory_); }
    ScratchFiles(const ScratchFiles&) = delete;
    ScratchFiles& operator=(const ScratchFiles&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const {
        return (directory_ / name).string();
    }
    std::string write(const std::string& name, std::string_view bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream file(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(directory_))
            all.insert(entry.path().filename().string());
        return all;
    }

    // A list of these words.
    std::string list_of(const std::string& name, const std::vector<std::string>& words,
                        unsigned bits = 32) const {
        std::string text;
        for (const auto& word : words) text += word + "\n";
        const std::string source = write(name + ".words", text);
        BuildSettings settings;
        settings.bits_per_entry = bits;
        const TextSource words_source{.name = source, .format = TextFormat::words};
        (void)build_list({words_source}, {}, path(name), settings);
        return path(name);
    }

private:
    std::filesystem::path directory_;
};

inline std::vector<std::string> numbered_words(const std::string& stem, int count) {
    std::vector<std::string> words;
    for (int number = 0; number < count; ++number) words.push_back(stem + std::to_string(number));
    return words;
}

// What a call refuses with; empty where it does not.
template <typename Call>
std::string fault_of(Call call) {
    try {
        call();
        return {};
    } catch (const ListFault& fault) {
        return fault.what();
    }
}

}  // namespace ramauth::weak_list
