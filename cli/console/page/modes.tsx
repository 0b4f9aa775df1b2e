import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ModesView } from "../views/modes";
import { useLive } from "./client";
import { Loaded, Texts } from "./parts";

/** Which mode applies to which findings. */
export function Modes() {
  const live = useLive<ModesView>("/api/modes");
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="As they are deployed. The first rule that matches decides; a pause, exceptions and caps come on top."
      >
        Modes
      </Header>
      <Loaded live={live}>
        {({ responses, protectedResources }) => (
          <SpaceBetween size="l">
            {responses.map(({ response, rules, limits }) => (
              <Container
                key={response}
                header={
                  <Header variant="h2" description={limits}>
                    {response}
                  </Header>
                }
              >
                <Texts items={rules.map(([mode, findings]) => `${mode}: ${findings}`)} />
              </Container>
            ))}
            {protectedResources.length > 0 && (
              <Container header={<Header variant="h2">Never changed</Header>}>
                <Texts items={protectedResources} />
              </Container>
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </SpaceBetween>
  );
}
