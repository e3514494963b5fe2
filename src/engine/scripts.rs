//! Rulebooks with scripts for tests, before there is a text to check: rules become the proposals of scripts.

use super::Engine;
use crate::condition::Condition;
use crate::overrides::{Override, Script, ScriptGrant, Site, SiteEffect, Stage};
use crate::rulebook::{ByName, Model, Rulebook};

/// One override of a rulebook in which the rules whose ids begin with `classified.`, `decided.` and `grant.` stand for the
/// proposals of its two scripts and for its grants; none of them is a rule any more.
pub(crate) fn with_scripts(rulebook: &Rulebook, file: Option<&str>) -> Rulebook {
    let mut model: Model = rulebook.model().clone();
    let mut by = Override {
        file: file.map(Into::into),
        scripts: Vec::new(),
        grants: Vec::new(),
        on_error: model.tiers.lowest_client(),
    };
    for stage in [Stage::Classified, Stage::Decided] {
        let prefix = format!("{}.", stage.as_str());
        let mut sites = Vec::new();
        for rule in model.rules.extract_if(.., |rule| rule.id.starts_with(&prefix)) {
            let line = u32::try_from(sites.len() + 1).unwrap();
            let site = |effect, column| Site {
                line,
                column,
                effect,
                because: rule.id.clone(),
                when: rule.when.clone(),
                opaque: rule.id.contains("opaque"),
                may_change: false,
            };
            let restrictions = rule.restrictions.iter().cloned().map(SiteEffect::Restriction);
            let grants = rule.grants.iter().cloned().map(SiteEffect::Grant);
            sites.extend(restrictions.chain(grants).zip(1..).map(|(effect, column)| site(effect, column)));
        }
        if !sites.is_empty() {
            by.scripts.push(Script::lifted(stage, sites));
        }
    }
    for rule in model.rules.extract_if(.., |rule| rule.id.starts_with("grant.")) {
        by.grants.push(ScriptGrant { when: rule.when.clone(), grants: rule.grants.clone() });
    }
    model.overrides.push(by);
    // The rules that are left have other places now.
    model.by_name = ByName::of(&model.rules, &model.facts, &model.axes, &model.judgments);
    Rulebook::new(model)
}

/// The rulebook with the condition of a proposal of a `decided` script exchanged: one that asks what was decided.
pub(crate) fn engine(yaml: &str, asks: &[(&str, Condition)]) -> Engine {
    let text = format!("{SHOP}{yaml}");
    let rulebook =
        Rulebook::load("test.yaml", &text).into_result().unwrap_or_else(|findings| panic!("{findings}"));
    let rulebook = with_scripts(&rulebook, None);
    let mut model = rulebook.model().clone();
    for site in model.overrides.iter_mut().flat_map(|by| &mut by.scripts).flat_map(|script| &mut script.sites)
    {
        if let Some((_, when)) = asks.iter().find(|(id, _)| **id == *site.because) {
            site.when = when.clone();
        }
    }
    Engine::new(&Rulebook::new(model))
}

const SHOP: &str = "
rulebook: shop
version: '1'
timezone: Asia/Tokyo
tiers: { vendor: [first_line, second_line, supervisor], client: [client_desk, client_manager] }
";
