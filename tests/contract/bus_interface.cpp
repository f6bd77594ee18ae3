// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/contract/bus_interface.h"

#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace contract {
namespace {

std::string joined(const std::vector<std::string>& arguments) {
    std::string text;
    for (const std::string& argument : arguments) text += (text.empty() ? "" : ", ") + argument;
    return text;
}

std::string method_line(const std::string& name, const std::vector<std::string>& in,
                        const std::vector<std::string>& out) {
    return "method " + name + " in(" + joined(in) + ") out(" + joined(out) + ")";
}

std::string signal_line(const std::string& name, const std::vector<std::string>& arguments) {
    return "signal " + name + " (" + joined(arguments) + ")";
}

// The length of the first complete type of a signature.
std::size_t type_length(const std::string& signature, std::size_t at) {
    if (signature[at] == 'a') return 1 + type_length(signature, at + 1);
    if (signature[at] != '{' && signature[at] != '(') return 1;
    const char close = signature[at] == '{' ? '}' : ')';
    std::size_t length = 1;
    while (signature[at + length] != close) length += type_length(signature, at + length);
    return length + 1;
}

// "s user", one for each type; `names` points at texts that end with NUL each.
std::vector<std::string> arguments_of(const char* signature_text, const char*& names) {
    if (signature_text == nullptr) return {};  // SD_BUS_NO_ARGS
    const std::string signature = signature_text;
    std::vector<std::string> all;
    for (std::size_t at = 0; at < signature.size();) {
        const std::size_t length = type_length(signature, at);
        const std::string name = names;
        names += name.size() + 1;
        all.push_back(signature.substr(at, length) + " " + name);
        at += length;
    }
    return all;
}

std::string vtable_line(const sd_bus_vtable& entry) {
    if (entry.type == _SD_BUS_VTABLE_PROPERTY)
        return std::string("property ") + entry.x.property.member + " " +
               entry.x.property.signature;
    if (entry.type == _SD_BUS_VTABLE_SIGNAL) {
        const char* names = entry.x.signal.names;
        return signal_line(entry.x.signal.member, arguments_of(entry.x.signal.signature, names));
    }
    const char* names = entry.x.method.names;
    const auto in = arguments_of(entry.x.method.signature, names);
    const auto out = arguments_of(entry.x.method.result, names);
    return method_line(entry.x.method.member, in, out);
}

// The value of an attribute of a tag, "" where it has none.
std::string attribute(const std::string& tag, const std::string& name) {
    std::smatch found;
    return std::regex_search(tag, found, std::regex("\\b" + name + "=\"([^\"]*)\""))
               ? found[1].str()
               : "";
}

// What stands between an opening tag of this kind and its end.
struct Element {
    std::string tag;
    std::string body;
};
std::vector<Element> elements(const std::string& xml, const std::string& kind) {
    const std::regex pattern("<" + kind + "\\b([^>]*?)(/>|>([\\s\\S]*?)</" + kind + ">)");
    std::vector<Element> all;
    for (std::sregex_iterator at(xml.begin(), xml.end(), pattern), end; at != end; ++at)
        all.push_back({(*at)[1].str(), (*at)[3].str()});
    return all;
}

std::vector<std::string> arguments_in(const std::string& body, const std::string& direction) {
    std::vector<std::string> all;
    for (const Element& argument : elements(body, "arg")) {
        const std::string way = attribute(argument.tag, "direction");
        if (way == direction || way.empty())
            all.push_back(attribute(argument.tag, "type") + " " + attribute(argument.tag, "name"));
    }
    return all;
}

Members members_in(const std::string& body) {
    Members all;
    for (const Element& method : elements(body, "method"))
        all.insert(method_line(attribute(method.tag, "name"), arguments_in(method.body, "in"),
                               arguments_in(method.body, "out")));
    for (const Element& signal : elements(body, "signal"))
        all.insert(signal_line(attribute(signal.tag, "name"), arguments_in(signal.body, "out")));
    for (const Element& property : elements(body, "property"))
        all.insert("property " + attribute(property.tag, "name") + " " +
                   attribute(property.tag, "type"));
    return all;
}

std::vector<std::string> page_arguments(const std::string& text) {
    const std::regex pattern("Li (\\S+) Fa (\\w+)");
    std::vector<std::string> all;
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
        all.push_back((*at)[1].str() + " " + (*at)[2].str());
    return all;
}

Members page_members(const std::string& section) {
    Members all;
    const std::regex method("\\.Sy (\\w+) Ns ((?!\\.Xc)[\\s\\S]*?)\\.Xc");
    for (std::sregex_iterator at(section.begin(), section.end(), method), end; at != end; ++at) {
        const std::string text = (*at)[2].str();
        const auto arrow = text.find("\\(->");
        all.insert(
            method_line((*at)[1].str(), page_arguments(text.substr(0, arrow)),
                        page_arguments(arrow == std::string::npos ? "" : text.substr(arrow))));
    }
    const std::regex signal("\\.It Sy (\\w+) Ns \\(([^\n]*)\\)");
    for (std::sregex_iterator at(section.begin(), section.end(), signal), end; at != end; ++at)
        all.insert(signal_line((*at)[1].str(), page_arguments((*at)[2].str())));
    const std::regex property("\\.It Sy (\\w+) Pq Li (\\w+)");
    for (std::sregex_iterator at(section.begin(), section.end(), property), end; at != end; ++at)
        all.insert("property " + (*at)[1].str() + " " + (*at)[2].str());
    return all;
}

}  // namespace

Members of_vtable(const sd_bus_vtable* vtable) {
    Members all;
    for (const sd_bus_vtable* entry = vtable + 1; entry->type != _SD_BUS_VTABLE_END; ++entry)
        all.insert(vtable_line(*entry));
    return all;
}

Interfaces of_introspection(const std::string& xml) {
    Interfaces all;
    for (const Element& interface : elements(xml, "interface")) {
        const std::string name = attribute(interface.tag, "name");
        if (name.starts_with("org.ramauth1.")) all[name] = members_in(interface.body);
    }
    return all;
}

Interfaces of_page(const std::string& mdoc) {
    Interfaces all;
    // By hand: std::regex takes a frame of the stack for each character of a section.
    constexpr std::string_view heading = "\n.Sh INTERFACE ";
    for (auto at = mdoc.find(heading); at != std::string::npos; at = mdoc.find(heading, at + 1)) {
        const auto name = at + heading.size();
        const auto body = mdoc.find('\n', name);
        const auto end = mdoc.find("\n.Sh ", body);
        all[mdoc.substr(name, body - name)] = page_members(mdoc.substr(body, end - body));
    }
    return all;
}

std::set<std::string> names(const Members& members, const std::string& kind) {
    std::set<std::string> all;
    for (const std::string& member : members) {
        std::istringstream words(member);
        std::string first;
        std::string name;
        words >> first >> name;
        if (first == kind) all.insert(name);
    }
    return all;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace contract
