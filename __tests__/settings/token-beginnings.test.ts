import { hasSecret } from "../../src/settings/secrets";

/** How issuers begin the kinds of their tokens: src/settings/secret-forms.ts has each beginning twice, as a hint and in a form. */
const BEGINNINGS = `
  sk_live_ sk_test_ rk_live_ rk_test_ whsec_
  ghp_ gho_ ghu_ ghs_ ghr_ github_pat_
  glpat- glptt- gldt- glrt- glcbt- glft- glsoat- glimt- glagent-
  xoxb- xoxp- xoxe.xoxp- xapp-
  AIza GOCSPX- ya29.
  sq0atp- sq0csp- EAAA
  shpat_ shpca_ shppa_ shpss_
  AQE sk- sk-proj- sk-ant- sk-svcacct- sk-or-v1- hf_
  npm_ pypi- rubygems_ dckr_pat_
  hvs. hvb. hvr. 12345678901234.atlasv1.
  doo_v1_ dop_v1_ dor_v1_ dot_v1_ dapi dp.st. fo1_
  NRAK- glsa_ glc_ lin_api_ PMAK- sntrys_ sntryu_ key- sl. ATATT3
`
  .trim()
  .split(/\s+/);

it.each(BEGINNINGS)("a long text that begins with %s is a secret", (beginning) => {
  const digits = "0123456789".repeat(7); // in the alphabet of every form
  expect(hasSecret(digits)).toBe(false);
  expect(hasSecret(`${beginning}${digits}`)).toBe(true);
});
